import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { addAccess, addEndpoint, type Corridor, openCorridor } from "@/server/testing/corridor";
import { LegacyClient, send } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

const init = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "t", version: "1" },
  },
});

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const metadata = () =>
  `resource_metadata="${env().publicUrl}/.well-known/oauth-protected-resource/mcp/${corridor.endpoint.slug}"`;

describe("a request without a valid token", () => {
  it("gets 401 with the way to authorize and no error, when it has none", async () => {
    for (const authorization of [null, "Basic YTpi", "Bearer"]) {
      const answer = await send(corridor, init, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe(`Bearer ${metadata()}, scope="mcp"`);
    }
  });

  it("gets 401 invalid_token when it is malformed, unknown, revoked, or meant for another endpoint", async () => {
    const other = await addEndpoint(corridor.projectId);
    const foreign = await addAccess({ ...corridor, endpointId: other.id, role: "admin" });
    const revoked = await addAccess({
      ...corridor,
      endpointId: corridor.endpoint.id,
      role: "admin",
    });
    await db().oAuthGrant.update({
      where: { id: revoked.grantId },
      data: { revokedAt: new Date() },
    });
    for (const token of [
      "a b",
      "ünicode",
      "x".repeat(600),
      "unknown",
      foreign.token,
      revoked.token,
    ]) {
      const authorization = token === "ünicode" ? "Bearer \u00fc" : `Bearer ${token}`;
      const answer = await send(corridor, init, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toMatch(
        `Bearer ${metadata()}, scope="mcp", error="invalid_token"`,
      );
    }
  });

  it("is not helped by a token in the query, and two headers are one too many", async () => {
    const inQuery = {
      ...corridor,
      endpoint: {
        ...corridor.endpoint,
        address: `${corridor.endpoint.address}?access_token=${corridor.token}`,
      },
    };
    expect((await send(inQuery, init, { authorization: null })).status).toBe(401);
    const twice = `Bearer ${corridor.token}, Bearer ${corridor.token}`;
    expect((await send(corridor, init, { authorization: twice })).status).toBe(400);
  });

  it("learns nothing of whether an endpoint exists, with a token or without", async () => {
    expect(
      (await send(corridor, init, { authorization: null }, { slug: "nothing-here" })).status,
    ).toBe(401);
    expect((await send(corridor, init, {}, { slug: "nothing-here" })).status).toBe(401);
    expect((await send(corridor, init, {}, { slug: "../admin" })).status).toBe(404);
  });
});

describe("a person whose role does not allow the endpoint", () => {
  it("gets 403 without insufficient_scope, also when the role was lost later", async () => {
    const auditor = await addAccess({
      ...corridor,
      endpointId: corridor.endpoint.id,
      role: "auditor",
    });
    const member = await addAccess({
      ...corridor,
      endpointId: corridor.endpoint.id,
      role: "member",
    });
    const refused = await send({ ...corridor, ...auditor }, init);
    expect(refused.status).toBe(403);
    expect(refused.headers.get("www-authenticate")).toBeNull();
    expect(await refused.text()).not.toContain("insufficient_scope");
    expect((await send({ ...corridor, ...member }, init)).status).toBe(200);
    await db().membership.deleteMany({ where: { userId: member.userId } });
    await bus().settled();
    expect((await send({ ...corridor, ...member }, init)).status).toBe(403);
  });

  it("gets 403 while the endpoint is switched off", async () => {
    const where = { id: corridor.endpoint.id };
    await db().mcpEndpoint.update({ where, data: { disabledAt: new Date() } });
    await bus().settled();
    expect((await send(corridor, init)).status).toBe(403);
    await db().mcpEndpoint.update({ where, data: { disabledAt: null } });
    await bus().settled();
    expect((await send(corridor, init)).status).toBe(200);
  });
});

describe("where a request comes from", () => {
  it("is refused with 403 before the token is looked at, and no foreign origin is ever allowed", async () => {
    const origins = [
      "https://evil.example",
      "null",
      "http://localhost:3000.evil.example",
      "not a url",
      "",
    ];
    for (const origin of origins) {
      const answer = await send(corridor, init, { origin, authorization: null });
      expect(answer.status).toBe(403);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(JSON.parse(await answer.text())).not.toHaveProperty("id");
    }
    expect((await send(corridor, init, { host: "evil.example", authorization: null })).status).toBe(
      403,
    );
    expect((await send(corridor, init, { host: "127.0.0.1:3000" })).status).toBe(403);
    expect((await send(corridor, init, { origin: env().publicUrl })).status).toBe(200);
  });

  it("answers a preflight with no permission", async () => {
    const headers = { origin: "https://evil.example", authorization: null, "content-type": null };
    expect((await send(corridor, null, headers, { method: "OPTIONS" })).status).toBe(403);
    const own = await send(corridor, null, { authorization: null }, { method: "OPTIONS" });
    expect(own.status).toBe(405);
    expect(own.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("the form of a request", () => {
  it.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["application/json; charset=utf-7"],
    ["application/jsonp"],
    [null],
  ])("is 415 as %s", async (type) => {
    expect((await send(corridor, init, { "content-type": type })).status).toBe(415);
  });

  it("is 415 when encoded", async () => {
    expect((await send(corridor, init, { "content-encoding": "gzip" })).status).toBe(415);
  });

  it("is 406 unless both kinds of answer are accepted", async () => {
    for (const accept of [
      "application/json",
      "text/event-stream",
      "text/html",
      null,
      "application/json, text/event-stream;q=0",
    ])
      expect((await send(corridor, init, { accept })).status).toBe(406);
    for (const accept of [
      "*/*",
      "text/*, application/*",
      "text/event-stream;q=0.5, Application/JSON",
    ])
      expect((await send(corridor, init, { accept })).status).toBe(200);
  });

  it("is 405 for other methods, and tells which are answered", async () => {
    const answer = await send(corridor, null, { "content-type": null }, { method: "PUT" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, GET, DELETE");
  });

  it("is 413 beyond the limit, announced or not", async () => {
    const big = `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"${"y".repeat(1 << 20)}"}}`;
    expect((await client.raw(big)).status).toBe(413);
    expect((await send(corridor, init, { "content-length": "99999999" })).status).toBe(413);
  });
});
