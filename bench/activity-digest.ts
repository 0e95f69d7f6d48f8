// Digests of everything that was filled: what they cost to make, and to keep.
import process from "node:process";
import { digestNext } from "@/server/activity/digest/build";
import { pool } from "@/server/infra/pg";

export async function printDigesting(now: Date): Promise<void> {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let made = 0;
  // The fill ends now; digests wait until calls are surely over.
  while (await digestNext(new Date(now.getTime() + 86_400_000))) made++;
  const { rows } = await pool().query<{ bytes: number; calls: number }>(
    `SELECT pg_total_relation_size('"ActivityDigest"')::float8 AS bytes,
       (SELECT sum("calls") FROM "ActivityDigest")::float8 AS calls`,
  );
  const { bytes = 0, calls = 1 } = rows[0] ?? {};
  console.log(`digests: ${(bytes / calls).toFixed(0)} bytes a call`);
  if (made === 0) return;
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - begun) / made / 1_000;
  console.log(
    `${made} made, each of up to 16,384 calls in ${seconds.toFixed(2)} s, ${((user + system) / made / 1_000).toFixed(0)} ms of this process's CPU`,
  );
}
