import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget } from "@/server/core/shared";
import { endMcpSession, findMcpSession } from "@/server/endpoints/mcp-sessions";
import { upstreamSessionStore as store } from "@/server/endpoints/upstream-sessions";
import { db } from "@/server/infra/db";
import { type Corridor, openCorridor } from "@/server/testing/corridor";
import { LegacyClient } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { setSessionStore } from "@/server/upstream/session-store";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstreams: [FakeUpstream, FakeUpstream];
let corridor: Corridor;
let client: LegacyClient;
/** Of the first server, and of the second. */
let tools: [string, string];
let key: string;

beforeAll(async () => {
  upstreams = [await startFakeUpstream(), await startFakeUpstream()];
  corridor = await openCorridor(upstreams, ["echo"]);
  setSessionStore(store);
  client = await LegacyClient.connect(corridor);
  const { message } = await client.request("tools/list");
  const names = message.result.tools.map((tool: { name: string }) => tool.name);
  tools = ["echo", names.find((name: string) => name !== "echo")];
  key = (await findMcpSession(client.session, Date.now()))?.id ?? "";
});

afterAll(async () => {
  setSessionStore(null);
  await closeAllSessions();
  await Promise.all(upstreams.map((one) => one.close()));
});

/** What a process that dies forgets. */
const restart = () => forget("upstream-sessions");
const call = (tool: string) => client.call(tool, { text: "x" });
const sessionIds = (upstream: FakeUpstream) =>
  upstream.requests
    .filter((one) => one.rpcMethod === "tools/call")
    .map((one) => one.headers["mcp-session-id"]);
/** The corridor's own synchronisation makes one per server. */
const initialised = () => upstreams.map((one) => one.count("initialize") - 1);
const column = async () =>
  (await db().mcpSession.findUniqueOrThrow({ where: { id: key } })).upstreamSessions ?? "";
const slotOf = (change: object = {}) => ({
  ...{ key, serverId: corridor.servers[0]?.id ?? "", credentialKey: "none" },
  ...{ url: upstreams[0].url, ...change },
});
const fresh = () => ({ sessionId: newId(), protocolVersion: "2025-06-18" });

test("after a restart a session goes on with the same upstream sessions, both first made at once", async () => {
  await Promise.all(tools.map(call));
  expect(initialised()).toEqual([1, 1]);
  restart();
  await Promise.all(tools.map(call));
  expect(initialised()).toEqual([1, 1]);
  for (const upstream of upstreams) {
    expect(sessionIds(upstream)).toHaveLength(2);
    expect(new Set(sessionIds(upstream)).size).toBe(1);
  }
});

test("the table holds ciphertext, which opens in no other session", async () => {
  const [session] = sessionIds(upstreams[0]);
  const text = await column();
  expect(text).not.toContain(session);
  expect(text).not.toContain(upstreams[0].hostPort);
  expect(await store.load(slotOf())).toMatchObject({ sessionId: session });
  const other = await LegacyClient.connect(corridor);
  const id = (await findMcpSession(other.session, Date.now()))?.id ?? "";
  await db().mcpSession.update({ where: { id }, data: { upstreamSessions: text } });
  expect(await store.load(slotOf({ key: id }))).toBeNull();
});

test("a warm call writes nothing", async () => {
  const version = () => db().$queryRaw`SELECT xmin::text FROM "McpSession" WHERE id = ${key}::uuid`;
  await call("echo");
  const before = await version();
  for (let turn = 0; turn < 5; turn++) await call("echo");
  expect(await version()).toEqual(before);
});

test("a session of another credential version or address is not reused", async () => {
  expect(await store.load(slotOf({ credentialKey: "c:2" }))).toBeNull();
  expect(await store.load(slotOf({ url: "https://elsewhere.example/mcp" }))).toBeNull();
  expect(await store.load(slotOf())).not.toBeNull();
});

test("a server that forgot its session gets a new one, which is then the stored one", async () => {
  upstreams[0].forgetSessions();
  await call("echo");
  restart();
  await call("echo");
  expect(initialised()).toEqual([2, 1]);
});

test("of replicas that make a session at once, the first is kept and the others use it", async () => {
  const slot = slotOf({ serverId: newId() });
  const made = Array.from({ length: 4 }, fresh);
  const kept = await Promise.all(made.map((one) => store.save(slot, one, null)));
  expect(new Set(kept.map((one) => one?.sessionId)).size).toBe(1);
  const [first, second] = [kept[0]?.sessionId ?? "", fresh()];
  expect(await store.save(slot, second, first)).toEqual(second);
  await store.drop(slot, first);
  expect(await store.load(slot)).toEqual(second);
  await store.drop(slot, second.sessionId);
  expect(await store.load(slot)).toBeNull();
});

test("eight servers stored at once are all kept", async () => {
  const slots = Array.from({ length: 8 }, () => slotOf({ serverId: newId() }));
  await Promise.all(slots.map((slot) => store.save(slot, fresh(), null)));
  const loaded = await Promise.all(slots.map((slot) => store.load(slot)));
  expect(loaded).not.toContain(null);
});

test("idle means that no replica used the gateway session", async () => {
  const slot = slotOf({ serverId: newId() });
  const session = fresh();
  await store.save(slot, session, null);
  expect(await store.dropIdle(slot, session.sessionId, 600_000)).toBe(false);
  const lastSeenAt = new Date(Date.now() - 700_000);
  await db().mcpSession.update({ where: { id: key }, data: { lastSeenAt } });
  expect(await store.dropIdle(slot, session.sessionId, 600_000)).toBe(true);
  expect(await store.load(slot)).toBeNull();
});

test("nothing of a server is left when it is dropped, and what others have stays", async () => {
  await store.dropServer(corridor.servers[0]?.id ?? "");
  expect(await store.load(slotOf())).toBeNull();
  const second = { serverId: corridor.servers[1]?.id, url: upstreams[1].url };
  expect(await store.load(slotOf(second))).not.toBeNull();
});

test("a session that ended keeps nothing more", async () => {
  await endMcpSession(key);
  expect(await store.save(slotOf(), fresh(), null)).toBeNull();
});
