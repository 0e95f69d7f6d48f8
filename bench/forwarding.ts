// How fast a record that lies waiting is forwarded, by kind and with payloads, and what it costs this process.
// The number of calls is an argument: `npm run bench forwarding -- 100000`.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { newId } from "@/server/core/ids";
import { Forwarder } from "@/server/forwarding/forwarder";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { closeOutbound } from "@/server/infra/outbound";
import { closePools } from "@/server/infra/pg";
import { addCalls, addDestination, makeScene } from "@/server/testing/forwarding-scene";

const count = Number(process.argv[2] ?? 50_000);
const writers = 4;
const body = JSON.stringify({
  name: "create_issue",
  arguments: { body: "lorem ipsum ".repeat(80) },
});

/** Reads and forgets: what a receiver does with it is not measured. */
async function startSink() {
  let bytes = 0;
  const server = createServer(async (request, response) => {
    for await (const chunk of request) bytes += chunk.length;
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hostPort = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${hostPort}/v1/logs`, hostPort, bytes: () => bytes, server };
}

async function measure(kind: "otlp" | "webhook", payloads: boolean): Promise<void> {
  const scene = await makeScene();
  for (let writer = 0; writer < writers; writer++) {
    const calls = { count: count / writers, writer: newId(), ...(payloads ? { body } : {}) };
    for (let done = 0; done < calls.count; done += 5_000)
      await addCalls(scene.projectId, {
        ...calls,
        ...{ count: Math.min(5_000, calls.count - done), from: 2 + done * 2 },
        startedAt: new Date(Date.now() - done),
      });
  }
  const sink = await startSink();
  const { id: destination } = await addDestination(scene, sink, { kind, payloads });
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const forwarder = new Forwarder({ everyMs: 50 });
  let most = 0;
  for (let done = 0; done < count; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    done = await deliveredTo(destination);
    most = Math.max(most, process.memoryUsage().heapUsed);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  await forwarder.stop();
  sink.server.close();
  const cells = [
    `${kind}${payloads ? " with payloads" : ""}`.padEnd(24),
    `${Math.round(count / seconds)} calls/s`.padStart(16),
    `${(sink.bytes() / seconds / 1e6).toFixed(1)} MB/s`.padStart(12),
    `${Math.round((user + system) / count)} µs CPU a call`.padStart(20),
    `heap at most ${Math.round(most / 1e6)} MB`.padStart(24),
  ];
  console.log(cells.join(""));
}

async function deliveredTo(id: string): Promise<number> {
  const select = { deliveredCalls: true };
  return Number(
    (await db().forwardingDestination.findUniqueOrThrow({ where: { id }, select })).deliveredCalls,
  );
}

console.log(`${count} calls of ${writers} writers, forwarded by one process\n`);
for (const payloads of [false, true])
  for (const kind of ["otlp", "webhook"] as const) await measure(kind, payloads);
await bus().close();
await closeOutbound();
await closePools();
