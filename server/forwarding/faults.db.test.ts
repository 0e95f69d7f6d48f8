// Whatever a receiver does: nothing is lost, nobody else waits, and people read what is wrong.
import { expect, test } from "vitest";
import { lane } from "@/server/activity/lane";
import { db } from "@/server/infra/db";
import { forwardingPool, pool } from "@/server/infra/pg";
import { addCalls, addDestination, makeScene, type Scene } from "@/server/testing/forwarding-scene";
import { eventually, forwardingStage } from "@/server/testing/forwarding-stage";
import { accept, answerWithStatus, type Received, startReceiver } from "@/server/testing/receiver";
import { refusalsBeforeStop } from "./backoff";
import { toggleDestination } from "./mutations";
import { getDestination } from "./queries";

const { forward, receive } = forwardingStage();

const ids = (calls: readonly Received[]) => calls.map(({ id }) => id);
const stateOf = (scene: Scene, destination: string) => getDestination(scene, { destination });

/** The pause after a failure is over. */
const sooner = () => pool().query(`UPDATE "ForwardingDestination" SET "nextTryAt" = now()`);

test.each([
  ["a server error", answerWithStatus(500), "HTTP 500 Internal Server Error"],
  ["a bad gateway", answerWithStatus(502), "HTTP 502"],
  ["no capacity", answerWithStatus(429), "HTTP 429"],
  ["a closed connection", (response) => void response.destroy(), "closed the connection"],
  [
    "a page in the place of an answer",
    (response) => void response.writeHead(200).end("<html>Sign in</html>"),
    "not in the words of OTLP",
  ],
  [
    "an answer that is compressed",
    (response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
    "compresses its answer",
  ],
] satisfies [string, Parameters<typeof startReceiver>[0], string][])(
  "after %s everything arrives when the receiver is sound again",
  async (_what, fault, sentence) => {
    const scene = await makeScene();
    let isSound = false;
    const receiver = await receive((response, request) =>
      isSound ? accept(response) : fault?.(response, request),
    );
    const { id } = await addDestination(scene, receiver);
    const wanted = await addCalls(scene.projectId, { count: 12 });
    forward({ limits: { rows: 5 } });
    await eventually(async () => {
      const found = await stateOf(scene, id);
      expect(found).toMatchObject({ state: "failing", failures: 1, deliveredCalls: 0 });
      expect(found.lastError).toContain(sentence);
      expect(found.nextTryAt?.getTime()).toBeGreaterThan(Date.now());
    });
    isSound = true;
    await sooner();
    await eventually(() => expect(new Set(ids(receiver.calls))).toEqual(new Set(wanted)));
    await eventually(async () =>
      expect(await stateOf(scene, id)).toMatchObject({
        ...{ state: "up_to_date", failures: 0, failingSince: null, lastError: null },
        ...{ deliveredCalls: 12, lastCallId: wanted.at(-1), lag: { calls: 0, since: null } },
      }),
    );
  },
);

test("a receiver that is not there is tried again", async () => {
  const scene = await makeScene();
  const gone = await startReceiver();
  const { id } = await addDestination(scene, gone);
  await gone.close();
  await addCalls(scene.projectId, { count: 3 });
  forward();
  await eventually(async () => {
    const { state, lastError } = await stateOf(scene, id);
    expect([state, lastError]).toEqual(["failing", "The server refuses connections at this port."]);
  });
});

test("a receiver that asks for time gets it", async () => {
  const scene = await makeScene();
  const receiver = await receive(answerWithStatus(503, { "retry-after": "120" }));
  const { id } = await addDestination(scene, receiver);
  await addCalls(scene.projectId, { count: 1 });
  forward();
  await eventually(async () => {
    const { nextTryAt } = await stateOf(scene, id);
    expect((nextTryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(100_000);
  });
  expect(receiver.requests).toHaveLength(1);
});

test("who refuses again and again is left alone until a person sees to it, and has missed nothing", async () => {
  const scene = await makeScene();
  let isOpen = false;
  const receiver = await receive((response) =>
    isOpen ? accept(response) : void response.writeHead(401).end("no"),
  );
  const { id } = await addDestination(scene, receiver);
  const wanted = await addCalls(scene.projectId, { count: 4 });
  const forwarder = forward();
  await eventually(async () => {
    await sooner();
    expect(await stateOf(scene, id)).toMatchObject({ state: "refused" });
  });
  expect(receiver.requests).toHaveLength(refusalsBeforeStop);
  const { lastError, lag } = await stateOf(scene, id);
  expect(lastError).toMatch(/^HTTP 401 Unauthorized: .*Check the secret/);
  expect(lag.calls).toBe(4);
  isOpen = true;
  await sooner();
  await forwarder.stop();
  expect(receiver.requests).toHaveLength(refusalsBeforeStop);
  await toggleDestination(scene, { destination: id, enabled: true });
  forward();
  await eventually(() => expect(ids(receiver.calls)).toEqual(wanted));
});

test("a redirect is not followed, and neither headers nor calls reach where it leads", async () => {
  const scene = await makeScene();
  const elsewhere = await receive();
  const receiver = await receive(answerWithStatus(307, { location: elsewhere.url }));
  const { id } = await addDestination(scene, receiver, {
    headers: [{ name: "Authorization", value: "Bearer k" }],
  });
  await addCalls(scene.projectId, { count: 1 });
  forward();
  await eventually(async () => expect((await stateOf(scene, id)).lastError).toContain("redirect"));
  expect(elsewhere.requests).toEqual([]);
});

test("an address that is no longer allowed is not contacted", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const { id } = await addDestination(scene, receiver);
  const { setEgressAllow } = await import("@/server/infra/egress-allow");
  setEgressAllow([]);
  await addCalls(scene.projectId, { count: 1 });
  forward();
  await eventually(async () =>
    expect((await stateOf(scene, id)).lastError).toContain(
      "An installation administrator can allow",
    ),
  );
  expect(receiver.requests).toEqual([]);
});

test("what a collector drops is counted and shown, and not sent again", async () => {
  const scene = await makeScene();
  const said = { partialSuccess: { rejectedLogRecords: "2", errorMessage: "too\nold" } };
  const receiver = await receive(
    (response) => void response.writeHead(200).end(JSON.stringify(said)),
  );
  const { id } = await addDestination(scene, receiver);
  await addCalls(scene.projectId, { count: 5 });
  forward();
  await eventually(async () =>
    expect(await stateOf(scene, id)).toMatchObject({
      ...{ state: "up_to_date", deliveredCalls: 5, rejectedCalls: 2, rejectedReason: "too old" },
    }),
  );
  expect(receiver.requests).toHaveLength(1);
});

test("where a request is too large, smaller ones follow", async () => {
  const scene = await makeScene();
  const receiver = await receive((response, { body }) => {
    if (body.length > 5_000) response.writeHead(413).end();
    else accept(response);
  });
  await addDestination(scene, receiver);
  const wanted = await addCalls(scene.projectId, { count: 16 });
  forward();
  await eventually(() => expect(ids(receiver.calls)).toEqual(wanted));
});

test("a destination that hangs delays no other", async () => {
  const scene = await makeScene();
  const hanging = await receive(() => new Promise(() => {}));
  const sound = await receive();
  for (let n = 0; n < 5; n++) await addDestination(scene, hanging);
  await addDestination(scene, sound);
  const wanted = await addCalls(scene.projectId, { count: 20 });
  forward({ limits: { rows: 2 } });
  await eventually(() => expect(ids(sound.calls)).toEqual(wanted));
  await eventually(() => expect(hanging.requests).toHaveLength(5));
});

test("calls are decided and recorded while forwarding has no connection left", async () => {
  const held = [await forwardingPool().connect(), await forwardingPool().connect()];
  try {
    await lane().append({});
    await pool().query("SELECT 1");
    const third = forwardingPool().connect();
    await expect(third).rejects.toThrow();
  } finally {
    for (const client of held) client.release();
  }
});

test("while a destination is paused nothing is sent, and nothing lost", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const { id } = await addDestination(scene, receiver);
  await toggleDestination(scene, { destination: id, enabled: false });
  const wanted = await addCalls(scene.projectId, { count: 3 });
  const forwarder = forward();
  const other = await receive();
  await addDestination(scene, other);
  await eventually(() => expect(other.calls).toHaveLength(3));
  await forwarder.stop();
  expect(receiver.requests).toEqual([]);
  expect(await stateOf(scene, id)).toMatchObject({ state: "paused", lag: { calls: 3 } });
  await toggleDestination(scene, { destination: id, enabled: true });
  forward();
  await eventually(() => expect(ids(receiver.calls)).toEqual(wanted));
});

test("a stop ends what is under way, and gives the destination back at once", async () => {
  const scene = await makeScene();
  const hanging = await receive(() => new Promise(() => {}));
  const { id } = await addDestination(scene, hanging);
  await addCalls(scene.projectId, { count: 3 });
  const forwarder = forward();
  await eventually(() => expect(hanging.requests).toHaveLength(1));
  await forwarder.stop(0);
  expect(await db().forwardingDestination.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ leaseHolder: null, leaseUntil: null, failures: 0, lastError: null },
  });
});
