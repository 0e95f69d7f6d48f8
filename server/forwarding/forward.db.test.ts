// The record arrives at its destinations: all of it, in order, and nothing else.
import { createHmac, timingSafeEqual } from "node:crypto";
import { expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { addCalls, addDestination, makeScene } from "@/server/testing/forwarding-scene";
import { eventually, forwardingStage } from "@/server/testing/forwarding-stage";
import { ProofScene } from "@/server/testing/proof-scene";
import { attributesIn, type Received, type Receiver } from "@/server/testing/receiver";
import { makeRoom } from "@/server/testing/record-room";
import type { Recorded } from "@/server/testing/recorded-http";
import { replaceSecret } from "./replace-secret";

const { forward, receive } = forwardingStage();

const ids = (calls: readonly Received[]) => calls.map(({ id }) => id);
const arrive = (receiver: Receiver, wanted: readonly string[]) =>
  eventually(() => expect(ids(receiver.calls)).toEqual(wanted));

test.each(["otlp", "webhook"] as const)("exactly the record arrives, by %s", async (kind) => {
  const [scene, other] = [await makeScene(), await makeScene()];
  const receiver = await receive();
  await addDestination(scene, receiver, { kind });
  const wanted = await addCalls(scene.projectId, { count: 30 });
  await addCalls(other.projectId, { count: 5 });
  forward({ limits: { rows: 7 } });
  await arrive(receiver, wanted);
  const later = await addCalls(scene.projectId, { count: 3 });
  await arrive(receiver, [...wanted, ...later]);
});

test("each call names the one before it in its chain, so that a missing one shows", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  await addDestination(scene, receiver);
  const [one, two] = [newId(), newId()];
  await addCalls(scene.projectId, { count: 5, writer: one });
  await addCalls(scene.projectId, { count: 4, writer: two });
  forward({ limits: { rows: 2 } });
  await eventually(() => expect(receiver.calls).toHaveLength(9));
  for (const writer of [one, two]) {
    const chain = receiver.calls.filter((call) => call.writer === writer);
    expect(chain.map(({ previous }) => previous)).toEqual([
      null,
      ...chain.slice(0, -1).map(({ seq }) => seq),
    ]);
  }
});

test("what the gateway records arrives while it is recorded, with its link in the chain", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const gateway = await ProofScene.open();
  const { projectId } = scene;
  await gateway.add(2, { projectId });
  await addDestination(scene, receiver, { from: "now" });
  forward();
  const wanted = await gateway.add(12, { projectId });
  await arrive(receiver, wanted);
  const sent = receiver.requests.flatMap(({ body }) => attributesIn(body));
  for (const attributes of sent)
    expect(attributes["gatehouse.record.mac"]).toMatch(/^[0-9a-f]{64}$/);
  // The first has none before it; starts have numbers of their own in between.
  expect(receiver.calls.map(({ previous }) => previous)).toEqual([
    null,
    ...receiver.calls.slice(0, -1).map(({ seq }) => seq),
  ]);
});

test("months that lie behind arrive as well, and rows from before there were chains", async () => {
  const scene = await makeScene();
  await makeRoom(scene.projectId, 100);
  const receiver = await receive();
  await addDestination(scene, receiver);
  const dayMs = 86_400_000;
  const writer = newId();
  const old = await addCalls(scene.projectId, {
    ...{ count: 4, writer, from: 50 },
    startedAt: new Date(Date.now() - 90 * dayMs),
  });
  // The chain of another month begins anew.
  const fresh = await addCalls(scene.projectId, { count: 4, writer });
  forward();
  await arrive(receiver, [...old, ...fresh]);
});

test("a destination that begins now gets what ends from now on", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const writer = newId();
  await addCalls(scene.projectId, { count: 6, writer });
  await addDestination(scene, receiver, { from: "now" });
  const next = await addCalls(scene.projectId, { count: 2, writer, from: 100 });
  const another = await addCalls(scene.projectId, { count: 2 });
  forward();
  await eventually(() => expect(receiver.calls).toHaveLength(4));
  expect(new Set(ids(receiver.calls))).toEqual(new Set([...next, ...another]));
});

test("a destination for what did not go well gets that alone, and comes to the end all the same", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const { id } = await addDestination(scene, receiver, { outcomes: "not_ok" });
  const writer = newId();
  await addCalls(scene.projectId, { count: 20, writer });
  const denied = await addCalls(scene.projectId, {
    count: 2,
    writer,
    from: 100,
    outcome: "denied",
  });
  await addCalls(scene.projectId, { count: 20, writer, from: 200 });
  forward({ limits: { rows: 5 } });
  await arrive(receiver, denied);
  const where = { destinationId: id, writer };
  await eventually(async () =>
    expect(await db().forwardingCursor.findFirst({ where })).toMatchObject({
      seq: 238n,
      sent: 102n,
    }),
  );
});

test("a log record says what was called, by whom, and how it ended, in OpenTelemetry's words", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  await addDestination(scene, receiver, { headers: [{ name: "X-Api-Key", value: "k-1" }] });
  const [id] = await addCalls(scene.projectId, { count: 1, outcome: "failed" });
  forward();
  await eventually(() => expect(receiver.requests).toHaveLength(1));
  const [request] = receiver.requests;
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "x-api-key": "k-1",
  });
  const body = JSON.parse(request?.body ?? "");
  expect(body.resourceLogs[0].resource.attributes).toContainEqual({
    ...{ key: "gatehouse.project", value: { stringValue: scene.slug } },
  });
  const [record] = body.resourceLogs[0].scopeLogs[0].logRecords;
  expect(record).toMatchObject({
    ...{ severityNumber: 17, severityText: "ERROR", eventName: "gatehouse.call" },
    body: { stringValue: "tools/call github__create_issue: failed" },
    timeUnixNano: expect.stringMatching(/^\d{19}$/),
  });
  expect(record.attributes).toContainEqual({
    ...{ key: "gatehouse.call.duration_ms", value: { doubleValue: 12.5 } },
  });
  // What is not known is left out; 64-bit integers are texts.
  expect(record.attributes).toContainEqual({
    ...{ key: "gatehouse.record.seq", value: { intValue: "2" } },
  });
  expect(attributesIn(request?.body ?? "")[0]).toMatchObject({
    "mcp.method.name": "tools/call",
    "gen_ai.tool.name": "github__create_issue",
    "error.type": "failed",
    "user.full_name": "Ana Lima",
    "gatehouse.call.id": id,
  });
  expect(request?.body).not.toContain("null");
});

test("payloads go along only where that was chosen, and never more than fits", async () => {
  const scene = await makeScene();
  const [without, withThem] = [await receive(), await receive()];
  await addDestination(scene, without);
  await addDestination(scene, withThem, { payloads: true, kind: "webhook" });
  const body = JSON.stringify({ text: `secret ${"x".repeat(3_000)}` });
  const wanted = await addCalls(scene.projectId, { count: 20, body });
  forward({ limits: { bytes: 20_000 } });
  await arrive(without, wanted);
  await arrive(withThem, wanted);
  expect(without.requests.some((request) => request.body.includes("secret"))).toBe(false);
  for (const request of withThem.requests) {
    expect(request.body.length).toBeLessThan(21_000);
    for (const attributes of attributesIn(request.body))
      expect(attributes).toMatchObject({
        ...{ "gatehouse.request.body": body, "gatehouse.response.body": body },
      });
  }
  expect(withThem.requests.length).toBeGreaterThan(5);
});

/** From the documentation of Standard Webhooks alone. */
function isSigned({ headers, body }: Recorded, secret: string): boolean {
  const [id, seconds] = [headers["webhook-id"], headers["webhook-timestamp"]];
  if (Math.abs(Date.now() / 1_000 - Number(seconds)) > 300) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const due = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((one) => {
    const [scheme, signature = ""] = one.split(",");
    const given = Buffer.from(signature, "base64");
    return scheme === "v1" && given.length === due.length && timingSafeEqual(given, due);
  });
}

test("a receiver can verify a webhook, with the old secret too for a day after it was replaced", async () => {
  const scene = await makeScene();
  const receiver = await receive();
  const { id, secret } = await addDestination(scene, receiver, { kind: "webhook" });
  const first = secret ?? "";
  expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  forward();
  const next = async () => {
    const count = receiver.requests.length;
    await addCalls(scene.projectId, { count: 1 });
    await eventually(() => expect(receiver.requests.length).toBeGreaterThan(count));
    return receiver.requests.at(-1) as Recorded;
  };
  const plain = await next();
  expect(isSigned(plain, first)).toBe(true);
  expect(isSigned({ ...plain, body: `${plain.body} ` }, first)).toBe(false);
  const { secret: second } = await replaceSecret(scene, { destination: id });
  const both = await next();
  expect([first, second].map((one) => isSigned(both, one))).toEqual([true, true]);
  await pool().query(`UPDATE "ForwardingDestination" SET "previousUntil" = now() WHERE id = $1`, [
    id,
  ]);
  const last = await next();
  expect([first, second].map((one) => isSigned(last, one))).toEqual([false, true]);
  expect(JSON.parse(last.body)).toMatchObject({ type: "gatehouse.calls" });
});
