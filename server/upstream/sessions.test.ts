import { afterEach, describe, expect, test, vi } from "vitest";
import { forget } from "@/server/core/shared";
import {
  idOf,
  sendJson,
  startCannedUpstream,
  startRawUpstream,
} from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  adopt,
  closeUpstreams,
  echo,
  failureOf,
  start,
  targetOf,
  toolCall,
  until,
} from "@/server/testing/upstream-calls";
import { callUpstream } from "./call";
import { type Slot, type StoredSession, setSessionStore } from "./session-store";
import {
  closeAllSessions,
  closeCredential,
  closeGatewaySession,
  closeServerSessions,
  sweep,
} from "./sessions";

// Real servers, hundreds of calls, on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });
closeUpstreams();
afterEach(() => setSessionStore(null));

test("do not carry the envelope of an E26 client", async () => {
  const upstream = await adopt(startCannedUpstream({ era: "E25", tools: [], call: () => "{}" }));
  const params =
    '{"name":"x","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","traceparent":"t"}}';
  await callUpstream(targetOf(upstream), { ...toolCall("x", {}), params });
  expect(JSON.parse(upstream.requests.at(-1)?.body ?? "").params._meta).toEqual({
    traceparent: "t",
  });
});

test("100 calls share one session and one initialize, also when the first ones race", async () => {
  const upstream = await start();
  await Promise.all(Array.from({ length: 20 }, () => callUpstream(targetOf(upstream), echo("x"))));
  for (let turn = 0; turn < 80; turn++) await callUpstream(targetOf(upstream), echo("x"));
  expect(upstream.executed.length).toBe(100);
  expect([upstream.count("initialize"), upstream.count("notifications/initialized")]).toEqual([
    1, 1,
  ]);
  const sessions = upstream.requests.map((one) => one.headers["mcp-session-id"]);
  expect(new Set(sessions.filter(Boolean)).size).toBe(1);
  expect(upstream.requests.at(-1)?.headers["mcp-protocol-version"]).toBe("2025-11-25");
});

test("what is told beside a call carries the token of the newest one, as the end of the session does", async () => {
  const upstream = await start();
  const withToken = (token: string) =>
    targetOf(upstream, { credentialKey: "c:1", headers: { authorization: `Bearer ${token}` } });
  await callUpstream(withToken("first"), echo("x"));
  await callUpstream(withToken("renewed"), echo("x"));
  expect(upstream.count("initialize")).toBe(1);
  await closeGatewaySession("gateway-session");
  expect(upstream.requests.at(-1)).toMatchObject({
    method: "DELETE",
    headers: { authorization: "Bearer renewed" },
  });
});

test("clients without sessions take turns on pooled ones, each alone on its session", async () => {
  const upstream = await start();
  const session = { kind: "exclusive" } as const;
  for (let turn = 0; turn < 5; turn++)
    await callUpstream(targetOf(upstream), echo("x", { session }));
  expect(upstream.count("initialize")).toBe(1);
  const slow = () =>
    callUpstream(targetOf(upstream), toolCall("slow", { steps: 2, ms: 20 }, { session }));
  await Promise.all([slow(), slow(), slow()]);
  expect(upstream.count("initialize")).toBe(3);
  const calls = upstream.requests.filter((one) => one.body.includes('"slow"'));
  expect(new Set(calls.map((one) => one.headers["mcp-session-id"])).size).toBe(3);
});

test("gateway sessions and credentials do not share upstream sessions or sockets", async () => {
  const upstream = await start();
  const callers = [
    { key: "g1", credentialKey: "a:1" },
    { key: "g2", credentialKey: "a:1" },
    { key: "g1", credentialKey: "b:1" },
  ];
  for (let turn = 0; turn < 3; turn++)
    for (const { key, credentialKey } of callers)
      await callUpstream(
        targetOf(upstream, { credentialKey, headers: { "x-api-key": credentialKey } }),
        echo(`${key} ${credentialKey}`, { session: { kind: "kept", key } }),
      );
  expect(upstream.count("initialize")).toBe(3);
  const keysBySession = new Map<string, Set<string>>();
  const keysBySocket = new Map<number, Set<string>>();
  for (const { headers, remotePort } of upstream.requests) {
    const apiKey = headers["x-api-key"] ?? "";
    const session = headers["mcp-session-id"];
    if (session) keysBySession.set(session, (keysBySession.get(session) ?? new Set()).add(apiKey));
    keysBySocket.set(remotePort, (keysBySocket.get(remotePort) ?? new Set()).add(apiKey));
  }
  expect([...keysBySession.values()].map((keys) => keys.size)).toEqual([1, 1, 1]);
  for (const keys of keysBySocket.values()) expect(keys.size).toBe(1);
});

test("200 interleaved calls of ten people each go out with their own credential", async () => {
  const upstream = await start();
  const work = async (person: string) => {
    const target = targetOf(upstream, {
      credentialKey: person,
      headers: { "x-api-key": person },
    });
    for (let turn = 0; turn < 20; turn++) {
      const kept = { kind: "kept", key: person } as const;
      const session = turn % 2 === 0 ? ({ kind: "exclusive" } as const) : kept;
      await callUpstream(target, echo(person, { session }));
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, index) => work(`person-${index}`)));
  const sent = upstream.requests.filter((one) => one.rpcMethod === "tools/call");
  expect(sent.length).toBe(200);
  for (const { headers, body } of sent)
    expect(JSON.parse(body).params.arguments.text).toBe(headers["x-api-key"]);
});

test("a server without sessions is served too", async () => {
  const upstream = await start({ sessions: false });
  for (let turn = 0; turn < 3; turn++) await callUpstream(targetOf(upstream), echo("x"));
  expect([upstream.count("initialize"), upstream.executed.length]).toEqual([1, 3]);
});

test("a server that forgot its sessions gets one new initialize, and each call is executed once", async () => {
  const upstream = await start();
  await callUpstream(targetOf(upstream), echo("before"));
  upstream.forgetSessions();
  await Promise.all(
    Array.from({ length: 8 }, () => callUpstream(targetOf(upstream), echo("after"))),
  );
  expect([upstream.count("initialize"), upstream.executed.length]).toEqual([2, 9]);
  upstream.forgetSessions();
  await callUpstream(targetOf(upstream), echo("x", { session: { kind: "exclusive" } }));
  upstream.forgetSessions();
  await callUpstream(targetOf(upstream), echo("x", { session: { kind: "exclusive" } }));
  expect([upstream.count("initialize"), upstream.executed.length]).toEqual([4, 11]);
});

test("a session that is refused again and again is not tried a third time", async () => {
  const upstream = await adopt(
    startRawUpstream((request, response) => {
      const result = '{"protocolVersion":"2025-06-18","capabilities":{}}';
      if (request.rpcMethod === "tools/call") response.writeHead(404).end();
      else if (request.rpcMethod !== "initialize") response.writeHead(202).end();
      else
        sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"result":${result}}`, {
          "mcp-session-id": "s",
        });
    }),
  );
  expect((await failureOf(callUpstream(targetOf(upstream), echo("x")))).code).toBe(
    "upstream_invalid",
  );
  expect([upstream.count("initialize"), upstream.count("tools/call")]).toEqual([2, 2]);
  expect(upstream.requests.at(-1)?.headers["mcp-protocol-version"]).toBe("2025-06-18");
});

test("ending a gateway session or a credential ends its upstream sessions", async () => {
  const upstream = await start();
  const deleted = () => upstream.requests.filter((one) => one.method === "DELETE").length;
  const use = (key: string, credentialKey: string) =>
    callUpstream(
      targetOf(upstream, { credentialKey }),
      echo("x", { session: { kind: "kept", key } }),
    );
  await use("g1", "a:1");
  await use("g2", "b:1");
  await closeGatewaySession("g1");
  expect(deleted()).toBe(1);
  await closeCredential("b:1");
  expect(deleted()).toBe(2);
  await use("g2", "b:1");
  await sweep(Date.now() + 9 * 60_000);
  expect(deleted()).toBe(2);
  await sweep(Date.now() + 11 * 60_000);
  expect(deleted()).toBe(3);
  expect(upstream.count("initialize")).toBe(3);
});

test("closing a server ends its sessions, pooled and in use, and no other server's", async () => {
  const [upstream, other] = [await start(), await start()];
  const exclusive = { session: { kind: "exclusive" } } as const;
  for (const target of [targetOf(upstream), targetOf(other)]) {
    await callUpstream(target, echo("x"));
    await callUpstream(target, echo("x", exclusive));
  }
  const busy = callUpstream(
    targetOf(upstream),
    toolCall("slow", { steps: 2, ms: 20 }, exclusive),
  ).catch(() => {});
  await closeServerSessions(targetOf(upstream).serverId);
  await busy;
  await until(() => deletions(upstream) === 2);
  expect(deletions(other)).toBe(0);
  await callUpstream(targetOf(upstream), echo("x", exclusive));
  expect(upstream.count("initialize")).toBe(3);
});

describe("with a store", () => {
  test("a stored session is taken up again after a restart, without initialize", async () => {
    const upstream = await start();
    const store = memoryStore();
    setSessionStore(store);
    await callUpstream(targetOf(upstream), echo("x"));
    expect(store.stored.size).toBe(1);
    forget("upstream-sessions");
    await callUpstream(targetOf(upstream), echo("y"));
    expect(upstream.count("initialize")).toBe(1);
    upstream.forgetSessions();
    await Promise.all(Array.from({ length: 8 }, () => callUpstream(targetOf(upstream), echo("z"))));
    expect([upstream.count("initialize"), store.stored.size]).toEqual([2, 1]);
  });

  test("a clean stop ends what is in the pool, and leaves what others go on with", async () => {
    const upstream = await start();
    setSessionStore(memoryStore());
    await callUpstream(targetOf(upstream), echo("x"));
    await callUpstream(targetOf(upstream), echo("x", { session: { kind: "exclusive" } }));
    await closeAllSessions();
    expect(deletions(upstream)).toBe(1);
    await callUpstream(targetOf(upstream), echo("y"));
    expect(upstream.count("initialize")).toBe(2);
  });

  test("a session unused here is not ended while another replica uses it", async () => {
    const upstream = await start();
    const store = memoryStore();
    setSessionStore(store);
    await callUpstream(targetOf(upstream), echo("x"));
    store.idle = false;
    await sweep(Date.now() + 11 * 60_000);
    expect([deletions(upstream), store.stored.size]).toEqual([0, 1]);
    store.idle = true;
    await sweep(Date.now() + 22 * 60_000);
    expect([deletions(upstream), store.stored.size]).toEqual([1, 0]);
  });

  test("a store that fails costs no call", async () => {
    const upstream = await start();
    const fail = () => Promise.reject(new Error("away"));
    setSessionStore({ load: fail, save: fail, drop: fail, dropIdle: fail, dropServer: fail });
    await callUpstream(targetOf(upstream), echo("x"));
    await callUpstream(targetOf(upstream), echo("y"));
    expect([upstream.count("initialize"), upstream.executed.length]).toEqual([1, 2]);
  });
});

function deletions(upstream: FakeUpstream): number {
  return upstream.requests.filter((one) => one.method === "DELETE").length;
}

/** What the database does, in memory. `idle` says whether no other replica uses the gateway session. */
function memoryStore() {
  const stored = new Map<string, StoredSession>();
  const keyOf = (slot: Slot) => Object.values(slot).join(" ");
  const store = {
    stored,
    idle: true,
    load: async (slot: Slot) => stored.get(keyOf(slot)) ?? null,
    save: async (slot: Slot, session: StoredSession, gone: string | null) => {
      const other = stored.get(keyOf(slot));
      if (other && other.sessionId !== gone) return other;
      stored.set(keyOf(slot), session);
      return session;
    },
    drop: async (slot: Slot) => void stored.delete(keyOf(slot)),
    dropIdle: async (slot: Slot) => store.idle && stored.delete(keyOf(slot)),
    dropServer: async () => stored.clear(),
  };
  return store;
}
