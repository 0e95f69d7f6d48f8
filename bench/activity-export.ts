// An export as a browser asks for it, read to its end: rows a second, and the memory it takes.
import process from "node:process";
import { db } from "@/server/infra/db";
import { joinProject, testPerson } from "@/server/testing/portal";
import { exportActivity } from "@/server/trpc/activity-export";
import { projectOf } from "./activity-fill";

const megabyte = 1 << 20;

export async function printExport(size: number): Promise<void> {
  console.log("\nexports of everything, and of 30 days with payloads\n");
  const slug = `bench-${size}`;
  const id = projectOf(size);
  await db().project.upsert({ where: { id }, update: {}, create: { id, slug, name: slug } });
  const person = await testPerson();
  await joinProject(person, id, "admin");
  const files = {
    csv: "format=csv&within=custom",
    jsonl: "format=jsonl&within=custom",
    payloads: "format=jsonl&payloads=1&within=30d",
  };
  for (const [name, query] of Object.entries(files)) {
    const headers = { cookie: person.cookie };
    const request = new Request(`http://localhost:3000/export?${query}`, { headers });
    await readExport(await exportActivity(request, slug), name);
  }
}

async function readExport(response: Response, name: string): Promise<void> {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let [rows, bytes] = [0, 0];
  const memory: number[] = [];
  for await (const piece of response.body ?? []) {
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows++;
    bytes += piece.length;
    if (rows >= (memory.length + 1) * 50_000) memory.push(process.memoryUsage.rss() / megabyte);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const each = ((user + system) / rows).toFixed(1);
  const of = (share: number) => memory[Math.floor((memory.length - 1) * share)]?.toFixed(0) ?? "–";
  console.log(
    `${name.padEnd(10)}${rows} rows in ${seconds.toFixed(1)} s: ${(rows / seconds).toFixed(0)} rows/s (${each} µs of this process's CPU each), ${(bytes / megabyte).toFixed(0)} MB; memory of the process ${of(0)}, ${of(0.5)}, ${of(1)} MB at its begin, middle and end`,
  );
}
