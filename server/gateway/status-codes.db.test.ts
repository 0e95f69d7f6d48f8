// The status-code contract (security §1), row by row, at both doors: node:http and the route of Next.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "@/server/core/ids";
import { forget } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { recordPool } from "@/server/infra/pg";
import {
  addAccess,
  addEndpoint,
  type Corridor,
  openCorridor,
  recordOf,
  setTool,
} from "@/server/testing/corridor";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { type NodeDoor, startNodeDoor } from "@/server/testing/node-door";
import {
  type Ask,
  askNext,
  askNode,
  Questions,
  type Sent,
  type Told,
  withEnv,
} from "@/server/testing/two-doors";
import { closeAllSessions } from "@/server/upstream/sessions";

let node: NodeDoor;
let upstream: FakeUpstream;
let corridor: Corridor;
let say: Questions;

const doors: Record<string, Ask> = {
  "node:http": (question) => askNode(node, corridor.endpoint.slug, question),
  "the Next route": (question) => askNext(node, corridor.endpoint.slug, question),
};

beforeAll(async () => {
  node = await startNodeDoor();
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "add"]);
  say = new Questions(corridor);
  await say.begin((question) => askNode(node, corridor.endpoint.slug, question));
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
  await node.close();
});

const echo = { name: "echo", arguments: { text: "hi" } };

const challenge = () =>
  `Bearer resource_metadata="${node.origin}/.well-known/oauth-protected-resource/mcp/${corridor.endpoint.slug}", scope="mcp"`;

describe.each(Object.entries(doors))("at %s", (_door, ask) => {
  const error = (told: Told) => (JSON.parse(told.text) as { error: { code: number } }).error;

  it("no token: 401 with the way to authorize, and no error attribute", async () => {
    const inForm = "access_token=TOKEN&client_id=x";
    const form = { authorization: null, "content-type": "application/x-www-form-urlencoded" };
    for (const asked of [
      say.legacy("ping", {}, { authorization: null }),
      say.legacy("ping", {}, { authorization: "Basic YTpi" }),
      say.legacy("ping", {}, { authorization: `Token ${corridor.token}` }),
      say.post(inForm.replace("TOKEN", corridor.token), form),
      say.modern("tools/list", {}, { authorization: null }),
      { method: "GET", headers: {} },
      { method: "DELETE", headers: { "mcp-session-id": say.session } },
    ]) {
      const told = await ask(asked);
      expect(told.status).toBe(401);
      expect(told.headers["www-authenticate"]).toBe(challenge());
    }
  });

  it("a token that is malformed, unknown, expired, revoked or for another endpoint: 401 invalid_token", async () => {
    const access = { ...corridor, endpointId: corridor.endpoint.id, role: "admin" };
    const other = await addEndpoint(corridor.projectId);
    const foreign = await addAccess({ ...access, endpointId: other.id });
    const [expired, ended, revoked] = await Promise.all([
      addAccess(access),
      addAccess(access),
      addAccess(access),
    ]);
    const past = new Date(Date.now() - 1_000);
    await db().oAuthArtefact.update({
      where: { idHash: sha256(expired.token) },
      data: { expiresAt: past },
    });
    await db().oAuthGrant.update({ where: { id: ended.grantId }, data: { expiresAt: past } });
    await db().oAuthGrant.update({ where: { id: revoked.grantId }, data: { revokedAt: past } });
    await bus().settled();
    const tokens = [foreign, expired, ended, revoked].map((one) => one.token);
    for (const token of [...tokens, "a b", "x".repeat(8_000), "=", "eyJhbGciOiJub25lIn0.e30."]) {
      const told = await ask(say.legacy("ping", {}, { authorization: `Bearer ${token}` }));
      expect(told.status).toBe(401);
      expect(told.headers["www-authenticate"]).toBe(
        `${challenge()}, error="invalid_token", error_description="The access token is not valid here. Authorize again."`,
      );
    }
  });

  it("two Authorization headers: 400", async () => {
    const one = `Bearer ${corridor.token}`;
    for (const authorization of [
      [one, one],
      [one, "Basic YTpi"],
      ["Basic YTpi", one],
    ])
      expect((await ask(say.legacy("ping", {}, { authorization }))).status).toBe(400);
  });

  it("a role that may not use the endpoint: 403 without a challenge", async () => {
    const role = "auditor";
    const access = await addAccess({ ...corridor, endpointId: corridor.endpoint.id, role });
    const told = await ask(
      say.modern("tools/list", {}, { authorization: `Bearer ${access.token}` }),
    );
    expect(told.status).toBe(403);
    expect(told.headers["www-authenticate"]).toBeUndefined();
    expect(told.headers["content-type"]).toBe("application/json");
    expect(told.text).not.toContain("insufficient_scope");
  });

  it("a tool that is unknown, disabled, removed or of a server taken away: 200 -32602, byte for byte", async () => {
    const expected =
      '{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Unknown tool: add"}}';
    const call = () => ask(say.legacy("tools/call", { name: "add", arguments: { a: 1, b: 2 } }));
    const [link] = await db().endpointServer.findMany({
      where: { endpointId: corridor.endpoint.id },
    });
    const told: Told[] = [];
    await setTool(corridor.endpoint.id, "add", new Date());
    told.push(await call());
    await setTool(corridor.endpoint.id, "add", null);
    await db().endpointServer.delete({ where: { id: link?.id ?? "" } });
    await bus().settled();
    told.push(await call(), await ask(say.modern("tools/call", { name: "add", arguments: {} })));
    if (link) await db().endpointServer.create({ data: link });
    await bus().settled();
    for (const one of told) {
      expect(one.status).toBe(200);
      expect(one.text).toBe(expected);
      expect(one.headers["content-type"]).toBe("application/json");
    }
    const { logs } = await recordOf(corridor.endpoint.id);
    for (const row of logs.slice(-3)) expect(row.decision).toBe("denied");
  });

  it("a foreign Origin or Host: 403 before the token, an error without id", async () => {
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://[" },
      { origin: `${node.origin}.evil.example` },
      { host: "evil.example" },
      { host: `evil@${node.host}` },
      { host: "127.0.0.1" },
    ]) {
      const told = await ask(say.legacy("ping", {}, { authorization: null, ...headers }));
      expect(told.status).toBe(403);
      expect(told.headers["access-control-allow-origin"]).toBeUndefined();
      expect(JSON.parse(told.text)).not.toHaveProperty("id");
    }
  });

  it.each([
    ["no JSON", "{", -32700],
    ["half a surrogate pair", '{"jsonrpc":"2.0","id":7,"method":"\\udead"}', -32700],
    ["too deep", `${"[".repeat(200)}${"]".repeat(200)}`, -32600],
    ["a batch", '[{"jsonrpc":"2.0","id":7,"method":"ping"}]', -32600],
    ["a wrong shape", '{"jsonrpc":"2.0","id":7}', -32600],
    ["a key twice", '{"jsonrpc":"2.0","id":7,"id":8,"method":"ping"}', -32600],
  ])("%s: 400", async (_what, body, code) => {
    const told = await ask(say.post(body, { "mcp-session-id": say.session }));
    expect(told.status).toBe(400);
    expect(error(told).code).toBe(code);
  });

  it("another media type: 415; an Accept without both: 406", async () => {
    const said = async (headers: Sent) => (await ask(say.legacy("ping", {}, headers))).status;
    expect(await said({ "content-type": "text/plain" })).toBe(415);
    expect(await said({ "content-type": null })).toBe(415);
    expect(await said({ "content-encoding": "br" })).toBe(415);
    expect(await said({ accept: "application/json" })).toBe(406);
  });

  it("a body beyond the limit: 413", async () => {
    const body = `{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":"${"y".repeat(1 << 20)}"}}`;
    const told = await ask(say.post(body)).catch((cause: Error) => cause);
    // Who still writes when the connection is closed may see the reset before the answer.
    if (!(told instanceof Error)) expect(told.status).toBe(413);
    const announced = await ask(say.post("", { "content-length": "99999999" })).catch(() => null);
    if (announced) expect(announced.status).toBe(413);
  });

  it("of 2026-07-28: a header that disagrees -32020, a version -32022, an unknown method 404 -32601", async () => {
    const mismatch = await ask(say.modern("tools/call", echo, { "mcp-name": "add" }));
    expect([mismatch.status, error(mismatch).code]).toEqual([400, -32020]);
    const version = await ask(
      say.post('{"jsonrpc":"2.0","id":7,"method":"x"}', { "mcp-protocol-version": "2024-01-01" }),
    );
    expect([version.status, error(version).code]).toEqual([400, -32022]);
    const method = await ask(say.modern("nothing/here"));
    expect([method.status, error(method).code]).toEqual([404, -32601]);
    const before = await ask(say.legacy("nothing/here"));
    expect([before.status, error(before).code]).toEqual([200, -32601]);
  });

  it("of 2026-07-28: GET and DELETE 405 with Allow: POST", async () => {
    const headers = {
      authorization: `Bearer ${corridor.token}`,
      "mcp-protocol-version": "2026-07-28",
    };
    for (const method of ["GET", "DELETE"]) {
      const told = await ask({ method, headers: { ...headers, accept: "text/event-stream" } });
      expect(told.status).toBe(405);
      expect(told.headers["allow"]).toBe("POST");
    }
  });

  it("too many: 429 with Retry-After", async () => {
    const role = "member";
    const access = await addAccess({ ...corridor, endpointId: corridor.endpoint.id, role });
    const asked = say.modern("tools/list", {}, { authorization: `Bearer ${access.token}` });
    await withEnv({ LIMIT_CALLS_PER_MINUTE: 1 }, async () => {
      expect((await ask(asked)).status).toBe(200);
      const told = await ask(asked);
      expect(told.status).toBe(429);
      expect(Number(told.headers["retry-after"])).toBeGreaterThan(0);
    });
  });

  it("a record that cannot be written: 503 with Retry-After, and the server is not contacted", async () => {
    const before = upstream.executed.length;
    await recordPool().end();
    const told = await ask(say.modern("tools/call", echo));
    forget("pg.record");
    expect(told.status).toBe(503);
    expect(Number(told.headers["retry-after"])).toBeGreaterThan(0);
    expect(error(told)).toMatchObject({ code: -32603, data: { reason: "audit_unavailable" } });
    expect(upstream.executed).toHaveLength(before);
  });

  it("a server that cannot be reached: 200 with a result that says so", async () => {
    const where = { id: corridor.servers[0]?.id ?? "" };
    await db().mcpServer.update({ where, data: { url: "http://127.0.0.1:9/mcp" } });
    await bus().settled();
    const told = await ask(say.modern("tools/call", echo));
    await db().mcpServer.update({ where, data: { url: upstream.url } });
    await bus().settled();
    expect(told.status).toBe(200);
    const { result } = JSON.parse(told.text) as { result: { _meta: Record<string, string> } };
    expect(result).toMatchObject({ isError: true });
    expect(result._meta["gatehouse/reason"]).toBe("upstream_unreachable");
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.at(-1)?.id).toBe(result._meta["gatehouse/callId"]);
    expect(told.text).not.toContain("127.0.0.1");
  });

  it("what is right: 200, never stored, never taken for another type", async () => {
    const told = await ask(say.modern("tools/call", echo));
    expect(told.status).toBe(200);
    expect(told.headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-type": "application/json",
    });
  });
});
