// Several processes, some of which die at the worst moment: repeats are allowed, gaps are not.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { newId } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { addCalls, addDestination, makeScene } from "@/server/testing/forwarding-scene";
import { eventually, forwardingStage } from "@/server/testing/forwarding-stage";
import { accept, callsOf, startReceiver } from "@/server/testing/receiver";
import { startProcesses } from "@/server/testing/replica";

vi.setConfig({ testTimeout: 120_000 });

const { forward, later, receive } = forwardingStage();

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** What a lease does by itself after a minute. */
const endLeases = () => pool().query(`UPDATE "ForwardingDestination" SET "leaseUntil" = now()`);

test("a process killed between acknowledgment and cursor leaves no gap, with another one beside it", async () => {
  const scene = await makeScene();
  const children = new Set<ChildProcess>();
  let kills = 0;
  const receiver = await receive(async (response, request) => {
    // Every third request is taken, and its sender dies before or after it hears so. Who sent it is not known: all die.
    if (receiver.requests.length % 3 !== 0 || kills >= 4) return accept(response);
    const isBefore = kills++ % 2 === 0;
    if (!isBefore) accept(response);
    await Promise.all([...children].map(kill));
    children.clear();
    if (isBefore) receiver.calls.push(...callsOf(request.body));
  });
  await addDestination(scene, receiver);
  const writers = [newId(), newId()];
  const wanted: string[] = [];
  for (const writer of writers)
    wanted.push(...(await addCalls(scene.projectId, { count: 60, writer })));
  const startTwo = async () => {
    for (const child of await startProcesses("forwarder-process.ts", 2)) children.add(child);
  };
  later(() => Promise.all([...children].map(kill)));
  while (new Set(receiver.calls.map(({ id }) => id)).size < wanted.length) {
    if (children.size === 0) {
      await endLeases();
      await startTwo();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(kills).toBe(4);
  expect(new Set(receiver.calls.map(({ id }) => id))).toEqual(new Set(wanted));
  // There were repeats, and each chain's calls came first in their order.
  expect(receiver.calls.length).toBeGreaterThan(wanted.length);
  for (const writer of writers) {
    const chain = receiver.calls.filter((call) => call.writer === writer);
    const first = [...new Set(chain.map(({ seq }) => seq))];
    expect(first).toEqual([...first].sort((one, other) => one - other));
  }
});

test("two replicas never deliver at the same time, and nothing twice", async () => {
  const scene = await makeScene();
  let [atOnce, most] = [0, 0];
  const receiver = await receive(async (response) => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce--;
    accept(response);
  });
  await addDestination(scene, receiver);
  for (let n = 0; n < 3; n++) forward({ everyMs: 5, limits: { rows: 3 } });
  const wanted: string[] = [];
  for (let n = 0; n < 20; n++) wanted.push(...(await addCalls(scene.projectId, { count: 10 })));
  await eventually(() => expect(receiver.calls).toHaveLength(wanted.length), 60_000);
  expect(new Set(receiver.calls.map(({ id }) => id))).toEqual(new Set(wanted));
  expect(most).toBe(1);
});

test("whoever lost the lease, or whose destination was changed, moves no cursor", async () => {
  const scene = await makeScene();
  let isTaken = false;
  const receiver = await receive(async (response) => {
    if (!isTaken) await pool().query(`UPDATE "ForwardingDestination" SET revision = revision + 1`);
    isTaken = true;
    accept(response);
  });
  await addDestination(scene, receiver);
  const wanted = await addCalls(scene.projectId, { count: 3 });
  forward();
  await eventually(() => expect(receiver.calls).toHaveLength(6), 60_000);
  expect(receiver.calls.slice(3).map(({ id }) => id)).toEqual(wanted);
});

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("20,000 calls wait for a slow receiver at flat memory, in bounded requests", async () => {
  const scene = await makeScene();
  const heaps: number[] = [];
  let [requests, received, largest, most] = [0, 0, 0, 0];
  const receiver = await startReceiver((response, { body }) => {
    const { length } = callsOf(body);
    received += length;
    [largest, most] = [Math.max(largest, body.length), Math.max(most, length)];
    // The test itself keeps nothing of what arrived.
    receiver.requests.length = 0;
    // A full collection takes long.
    if (++requests % 8 === 0) collect();
    if (requests % 8 === 0) heaps.push(process.memoryUsage().heapUsed);
    response.writeHead(204).end();
    receiver.calls.length = 0;
  });
  later(() => receiver.close());
  await addDestination(scene, receiver);
  await addCalls(scene.projectId, { count: 20_000 });
  forward();
  await eventually(() => expect(received).toBe(20_000), 110_000);
  expect(most).toBeLessThanOrEqual(500);
  expect(largest).toBeLessThan((1 << 20) + 2_000);
  expect(requests).toBeGreaterThanOrEqual(40);
  // All of them would be some thirty megabytes.
  const [first = 0, last = 0] = [heaps[0], heaps.at(-1)];
  expect(last - first).toBeLessThan(8 << 20);
});
