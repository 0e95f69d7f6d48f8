import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forget, shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { type Env, env } from "@/server/infra/env";
import { startRawUpstream } from "@/server/testing/canned-upstream";
import {
  addAccess,
  addEndpoint,
  allowEgress,
  type Corridor,
  openCorridor,
  recordOf,
  setTool,
} from "@/server/testing/corridor";
import { askModern, LegacyClient, send } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  corridor = await openCorridor([upstream], ["echo", "add", "slow"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const where = () => ({ id: corridor.servers[0]?.id ?? "" });
const unknown = (name: string) =>
  `{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Unknown tool: ${name}"}}`;
const callRaw = (name: string) =>
  client.request("tools/call", { name, arguments: { a: 1, b: 2 } }, 7);

async function withEnv<T>(change: Partial<Env>, work: () => Promise<T>): Promise<T> {
  const before = env();
  forget("env");
  shared("env", () => ({ ...before, ...change }));
  try {
    return await work();
  } finally {
    forget("env");
    shared("env", () => before);
  }
}

describe("a tool that is not offered (T63, T64)", () => {
  it("is one and the same unknown tool, whether disabled, unknown or another endpoint's, and is recorded", async () => {
    const executed = upstream.executed.length;
    expect((await callRaw("nonsense")).text).toBe(unknown("nonsense"));
    await setTool(corridor.endpoint.id, "add", new Date());
    expect((await callRaw("add")).text).toBe(unknown("add"));
    await setTool(corridor.endpoint.id, "add", null);
    await db().mcpServerTool.updateMany({
      where: { name: "add" },
      data: { removedAt: new Date() },
    });
    await bus().settled();
    expect((await callRaw("add")).text).toBe(unknown("add"));
    await db().mcpServerTool.updateMany({ where: { name: "add" }, data: { removedAt: null } });
    await db().mcpServer.update({ where: where(), data: { disabledAt: new Date() } });
    await bus().settled();
    expect((await callRaw("add")).text).toBe(unknown("add"));
    await db().mcpServer.update({ where: where(), data: { disabledAt: null } });
    const connection = await db().endpointServer.findFirstOrThrow();
    await db().endpointServer.delete({ where: { id: connection.id } });
    await bus().settled();
    expect((await callRaw("add")).text).toBe(unknown("add"));
    await db().endpointServer.create({ data: connection });
    await bus().settled();
    expect((await callRaw("large")).text).toBe(unknown("large"));
    expect(upstream.executed).toHaveLength(executed);
    const { logs, starts } = await recordOf(corridor.endpoint.id);
    expect(logs).toHaveLength(6);
    for (const row of logs)
      expect(row).toMatchObject({
        decision: "denied",
        decisionReason: "unknown_tool",
        outcome: "denied",
      });
    expect(starts).toEqual([]);
    expect((await callRaw("add")).message.result.content[0].text).toBe("3");
  });

  it.each([
    "Echo",
    "ECHO",
    "echo\u200b",
    "ｅｃｈｏ",
    " echo",
    "echo ",
    "",
    "toString",
    "__proto__",
    "echo\u0000",
  ])("matches exactly, so that %j is unknown", async (name) => {
    const { status, message } = await client.call(name, { text: "x" });
    expect(status).toBe(200);
    expect(message.error).toMatchObject({ code: -32602, message: `Unknown tool: ${name}` });
  });

  it("is -32602 for a name or arguments of the wrong kind, recorded too", async () => {
    const before = (await recordOf(corridor.endpoint.id)).logs.length;
    for (const params of [
      {},
      { name: 1 },
      { name: null },
      { name: "echo", arguments: [] },
      { name: "echo", arguments: null },
    ])
      expect((await client.request("tools/call", params)).message.error?.code).toBe(-32602);
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.slice(before).map((row) => row.decisionReason)).toEqual(
      Array(5).fill("invalid_params"),
    );
  });

  it("is gone within a second of being switched off, while calls run", async () => {
    let off = 0;
    const answers: { at: number; ok: boolean }[] = [];
    const running = (async () => {
      while (off === 0 || performance.now() - off < 400) {
        const { message } = await client.call("echo", { text: "x" });
        answers.push({ at: performance.now(), ok: message.result !== undefined });
      }
    })();
    await expect.poll(() => answers.length).toBeGreaterThan(3);
    await setTool(corridor.endpoint.id, "echo", new Date());
    off = performance.now();
    await running;
    await setTool(corridor.endpoint.id, "echo", null);
    expect(answers.filter(({ at, ok }) => ok && at > off + 200)).toEqual([]);
    expect(answers.at(-1)?.ok).toBe(false);
  });
});

describe("the list", () => {
  it("comes in pages, each tool once, and refuses foreign cursors", async () => {
    const server = where().id;
    const names = Array.from(
      { length: 450 },
      (_, index) => `bulk_${String(index).padStart(3, "0")}`,
    );
    const rows = names.map((name) => ({
      id: crypto.randomUUID(),
      serverId: server,
      name,
      definition: `{"name":"${name}","inputSchema":{"type":"object"}}`,
      definitionHash: name,
    }));
    await db().mcpServerTool.createMany({ data: rows });
    const endpoint = await addEndpoint(corridor.projectId);
    await db().endpointServer.create({
      data: { id: crypto.randomUUID(), endpointId: endpoint.id, serverId: server },
    });
    await db().endpointTool.createMany({
      data: rows.map((row) => ({
        id: crypto.randomUUID(),
        endpointId: endpoint.id,
        serverToolId: row.id,
        exposedName: row.name,
      })),
    });
    const access = await addAccess({
      projectId: corridor.projectId,
      endpointId: endpoint.id,
      role: "member",
    });
    const reader = await LegacyClient.connect({ ...corridor, ...access, endpoint });
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const { message } = await reader.request("tools/list", cursor ? { cursor } : {});
      listed.push(...message.result.tools.map((tool: { name: string }) => tool.name));
      cursor = message.result.nextCursor;
    } while (cursor);
    expect(listed).toEqual(names);
    for (const wrong of ["x", "%%%", "", 5, "YWZ0ZXI"])
      expect((await reader.request("tools/list", { cursor: wrong })).message.error?.code).toBe(
        -32602,
      );
  });

  it("contacts no upstream", async () => {
    const before = upstream.requests.length;
    await client.request("tools/list");
    await askModern(corridor, "tools/list");
    expect(upstream.requests).toHaveLength(before);
  });
});

describe("limits (T76)", () => {
  it("let through so many messages a minute, then 429 with Retry-After, for that client alone", async () => {
    const access = await addAccess({
      ...corridor,
      endpointId: corridor.endpoint.id,
      role: "member",
    });
    const mine = { ...corridor, ...access };
    await withEnv({ LIMIT_CALLS_PER_MINUTE: 20 }, async () => {
      const statuses: number[] = [];
      for (let count = 0; count < 25; count++)
        statuses.push((await askModern(mine, "tools/list")).status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(20);
      const refused = await askModern(mine, "tools/list");
      expect(refused.status).toBe(429);
      const wait = Number(refused.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
      expect(refused.message.id).toBe(1);
    });
  });

  it("let so many calls run at once, for a client and for an endpoint, and free the places again", async () => {
    const slow = () => client.call("slow", { steps: 1, ms: 150 });
    await withEnv({ LIMIT_CONCURRENT_PER_GRANT: 3 }, async () => {
      const statuses = (await Promise.all(Array.from({ length: 6 }, slow))).map(
        (one) => one.status,
      );
      expect(statuses.toSorted()).toEqual([200, 200, 200, 429, 429, 429]);
      expect((await slow()).status).toBe(200);
    });
    await withEnv({ LIMIT_CONCURRENT_PER_ENDPOINT: 2 }, async () => {
      const statuses = (await Promise.all(Array.from({ length: 4 }, slow))).map(
        (one) => one.status,
      );
      expect(statuses.toSorted()).toEqual([200, 200, 429, 429]);
      expect((await slow()).status).toBe(200);
    });
  });
});

describe("a server that fails", () => {
  it("makes a result the model can act on, that names neither host nor words of the server (T78)", async () => {
    const secret = "at db.internal.example password=hunter2";
    const kinds: Record<string, string> = {
      garbage: "upstream_invalid",
      error500: "upstream_invalid",
      auth: "connection_required",
    };
    for (const [kind, reason] of Object.entries(kinds)) {
      const raw = await startRawUpstream((_request, response) => {
        if (kind === "auth") return void response.writeHead(401).end(secret);
        if (kind === "error500") return void response.writeHead(500).end(secret);
        response.writeHead(200, { "content-type": "application/json" }).end(secret);
      });
      await allowEgress(raw.hostPort);
      await db().mcpServer.update({ where: where(), data: { url: raw.url } });
      await bus().settled();
      const fresh = await LegacyClient.connect(corridor);
      const { status, message, text } = await fresh.call("echo", { text: "x" });
      await raw.close();
      expect(status).toBe(200);
      expect(message.result).toMatchObject({
        isError: true,
        _meta: { "gatehouse/reason": expect.stringMatching(/^upstream_|^connection_/) },
      });
      if (kind !== "error500") expect(message.result._meta["gatehouse/reason"]).toBe(reason);
      expect(text).not.toContain("hunter2");
      expect(text).not.toContain("127.0.0.1");
      const { logs } = await recordOf(corridor.endpoint.id);
      expect(logs.at(-1)?.id).toBe(message.result._meta["gatehouse/callId"]);
      expect(logs.at(-1)).toMatchObject({ outcome: "failed", decision: "allowed" });
    }
  });

  it("is unreachable when nothing listens there, also for clients of 2026-07-28", async () => {
    await db().mcpServer.update({ where: where(), data: { url: "http://127.0.0.1:9/mcp" } });
    await allowEgress("127.0.0.1:9");
    await bus().settled();
    const { message } = await askModern(corridor, "tools/call", { name: "echo", arguments: {} });
    expect(message.result).toMatchObject({ isError: true, resultType: "complete" });
    expect(message.result._meta["gatehouse/reason"]).toBe("upstream_unreachable");
    await db().mcpServer.update({ where: where(), data: { url: upstream.url } });
    await bus().settled();
    expect((await client.call("echo", { text: "back" })).message.result.content[0].text).toBe(
      "back",
    );
    expect((await send(corridor, null, { authorization: null }, { method: "GET" })).status).toBe(
      401,
    );
  });
});
