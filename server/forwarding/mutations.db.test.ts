// What people may change of forwarding, and what must not follow from it.
import { expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { makeLimited } from "@/server/testing/factories";
import { addCalls, addDestination, makeScene } from "@/server/testing/forwarding-scene";
import { forwardingStage } from "@/server/testing/forwarding-stage";
import { answerWithStatus, callsOf } from "@/server/testing/receiver";
import {
  createDestination,
  deleteDestination,
  restartDestination,
  toggleDestination,
  updateDestination,
} from "./mutations";
import { getDestination, listDestinations } from "./queries";
import { replaceSecret } from "./replace-secret";
import { CreateDestination, maxDestinations } from "./schema";
import { tryDestination } from "./try-destination";

const { receive } = forwardingStage();

const key = [{ name: "Authorization", value: "Bearer k-1" }];
const plain = { outcomes: "all", payloads: false } as const;
const rule = (permission: "activity.forward" | "activity.readPayload") => ({
  ...{ permission, conditions: [] },
});

test("another host gets none of the headers that were entered for the one before", async () => {
  const scene = await makeScene();
  const [receiver, elsewhere] = [await receive(), await receive()];
  const { id: destination } = await addDestination(scene, receiver, { headers: key });
  await addDestination(scene, elsewhere);
  await updateDestination(scene, { destination, ...plain, name: "A", url: `${receiver.url}?x` });
  await tryDestination(scene, { destination });
  expect(receiver.requests.at(-1)?.headers).toMatchObject({ authorization: "Bearer k-1" });
  await updateDestination(scene, { destination, ...plain, name: "A", url: elsewhere.url });
  expect(await getDestination(scene, { destination })).toMatchObject({ headers: null });
  await tryDestination(scene, { destination });
  expect(elsewhere.requests).toHaveLength(1);
  expect(elsewhere.requests[0]?.headers).not.toHaveProperty("authorization");
  const row = await db().forwardingDestination.findUniqueOrThrow({ where: { id: destination } });
  expect(row).toMatchObject({ headersSealed: null, headerNames: [] });
});

test("what is sealed for one destination opens at no other", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const [one, other] = [
    await addDestination(scene, receiver, { headers: key }),
    await addDestination(scene, receiver),
  ];
  await pool().query(
    `UPDATE "ForwardingDestination" SET "headersSealed" =
       (SELECT "headersSealed" FROM "ForwardingDestination" WHERE id = $1) WHERE id = $2`,
    [one.id, other.id],
  );
  const tried = tryDestination(scene, { destination: other.id });
  await expect(tried).rejects.toMatchObject({ details: { reason: "unreadable" } });
  expect(receiver.requests).toEqual([]);
});

test("payloads are sent only by somebody who may read them", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const { id: destination } = await addDestination(scene, receiver, { payloads: true });
  const limited = await makeLimited(scene.projectId, rule("activity.forward"));
  const both = await makeLimited(
    scene.projectId,
    rule("activity.forward"),
    rule("activity.readPayload"),
  );
  const change = { destination, ...plain, name: "A", url: receiver.url };
  const denied = { code: "forbidden", details: { permission: "activity.readPayload" } };
  await expect(addDestination(limited, receiver, { payloads: true })).rejects.toMatchObject(denied);
  await expect(updateDestination(limited, { ...change, payloads: true })).rejects.toMatchObject(
    denied,
  );
  await expect(restartDestination(limited, { destination })).rejects.toMatchObject(denied);
  await updateDestination(both, { ...change, payloads: true });
  await updateDestination(limited, change);
  expect(await getDestination(limited, { destination })).toMatchObject({ payloadsAt: null });
});

test("nothing is seen or done without the permission to forward", async () => {
  const scene = await makeScene();
  const { id: destination } = await addDestination(scene, await receive());
  const nobody = await makeLimited(scene.projectId, rule("activity.readPayload"));
  const denied = { code: "forbidden", details: { permission: "activity.forward" } };
  await expect(listDestinations(nobody)).rejects.toMatchObject(denied);
  await expect(deleteDestination(nobody, { destination })).rejects.toMatchObject(denied);
  await expect(tryDestination(nobody, { destination })).rejects.toMatchObject(denied);
});

// Security T42: also as somebody would write them to get past a list.
test.each([
  "https://127.0.0.1/x",
  "https://10.0.0.1/x",
  "https://[::1]/x",
  "https://[::ffff:127.0.0.1]/x",
  "https://0x7f.1/x",
  "https://2130706433/x",
  "https://100.64.0.1/x",
  "http://collector.example.com/v1/logs",
  "http://169.254.169.254/latest/meta-data",
  "https://168.63.129.16/x",
])("no destination is made of %s", async (url) => {
  const scene = await makeScene();
  const input = { ...plain, name: "A", kind: "otlp", url, headers: [], from: "now" };
  const made = createDestination(scene, CreateDestination.parse(input));
  await expect(made).rejects.toMatchObject({ code: "egress_blocked" });
  expect(await db().forwardingDestination.count({ where: { projectId: scene.projectId } })).toBe(0);
});

// Security T43, T44: what only shows on the way.
test("a name that leads to this machine is not contacted, however it is entered", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const url = receiver.url.replace("127.0.0.1", "localhost").replace("http:", "https:");
  const { id: destination } = await addDestination(scene, { ...receiver, url });
  const { taken, message } = await tryDestination(scene, { destination });
  expect([taken, message]).toEqual([false, expect.stringContaining("is private")]);
  expect(receiver.connections()).toBe(0);
});

test("a test event says how it went, moves nothing and holds no call", async () => {
  const scene = await makeScene();
  const [sound, sick] = [await receive(), await receive(answerWithStatus(403))];
  const { id: destination } = await addDestination(scene, sound);
  await addCalls(scene.projectId, { count: 2 });
  expect(await tryDestination(scene, { destination })).toMatchObject({
    taken: true,
    message: null,
  });
  expect(callsOf(sound.requests[0]?.body ?? "")).toEqual([]);
  expect(sound.requests[0]?.body).toContain("gatehouse.test");
  expect(await db().forwardingCursor.count({ where: { destinationId: destination } })).toBe(0);
  const refused = await addDestination(scene, sick, { kind: "webhook" });
  const { taken, message } = await tryDestination(scene, { destination: refused.id });
  expect([taken, message]).toEqual([false, expect.stringContaining("HTTP 403 Forbidden")]);
  expect(await getDestination(scene, { destination: refused.id })).toMatchObject({ failures: 0 });
});

test("a project has so many destinations and no more, each with a name of its own", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const add = () => addDestination(scene, receiver);
  await addDestination(scene, receiver, { name: "SIEM" });
  await expect(addDestination(scene, receiver, { name: "SIEM" })).rejects.toMatchObject({
    message: expect.stringContaining("of this name"),
  });
  for (let n = 1; n < maxDestinations - 1; n++) await add();
  const settled = await Promise.allSettled([add(), add(), add()]);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listDestinations(scene)).toHaveLength(maxDestinations);
});

test("the lag tells how many calls wait and since when", async () => {
  const scene = await makeScene();
  const { id: destination } = await addDestination(scene, await receive());
  expect(await getDestination(scene, { destination })).toMatchObject({ state: "waiting" });
  const startedAt = new Date(Date.now() - 120_000);
  await addCalls(scene.projectId, { count: 10_500, startedAt });
  await addCalls(scene.projectId, { count: 3 });
  const found = await getDestination(scene, { destination });
  expect(found.state).toBe("behind");
  expect(found.lag).toEqual({ calls: 10_000, isMore: true, since: startedAt });
});

test("what is paused or replaced twice stays sound", async () => {
  const scene = await makeScene();
  const { id: destination } = await addDestination(scene, await receive(), { kind: "webhook" });
  for (const enabled of [false, false, true, true])
    await toggleDestination(scene, { destination, enabled });
  const acts = await db().auditEvent.findMany({ where: { subjectId: destination } });
  expect(acts.map(({ action }) => action).sort()).toEqual([
    ...["forwarding.created", "forwarding.paused", "forwarding.resumed"],
  ]);
  const { secret } = await replaceSecret(scene, { destination });
  const found = await getDestination(scene, { destination });
  expect(found.secret).toMatchObject({ endsWith: secret.slice(-4), bothUntil: expect.any(Date) });
  const otlp = await addDestination(scene, await receive());
  await expect(replaceSecret(scene, { destination: otlp.id })).rejects.toMatchObject({
    code: "bad_request",
  });
});

test("a header cannot pass for our signature or change the message", () => {
  const input = { ...plain, name: "A", kind: "webhook", url: "https://a.example.com", from: "now" };
  const given = (name: string) => ({ ...input, headers: [{ name, value: "x" }] });
  for (const name of ["Webhook-Signature", "webhook-id", "Host", "Content-Length", "a b"])
    expect(CreateDestination.safeParse(given(name)).success, name).toBe(false);
  expect(CreateDestination.safeParse(given("X-Key")).success).toBe(true);
  const twice = [
    { name: "X-Key", value: "1" },
    { name: "x-key", value: "2" },
  ];
  expect(CreateDestination.safeParse({ ...input, headers: twice }).success).toBe(false);
});
