// What somebody with a valid token, or with the wrong key for this door, tries: variations beyond the contract's rows.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { serveOAuth } from "@/server/oauth/serve";
import {
  addAccess,
  addEndpoint,
  type Corridor,
  openCorridor,
  recordOf,
  setTool,
} from "@/server/testing/corridor";
import { askModern, LegacyClient, send } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { testPerson } from "@/server/testing/portal";
import { handleTrpc } from "@/server/trpc/handle";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "add", "slow"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

describe("keys of one door at the other (T09)", () => {
  it("a portal cookie, its token or an identifier opens no endpoint", async () => {
    const person = await testPerson({ instanceAdmin: true });
    const sealed = person.cookie.split("=").slice(1).join("=");
    for (const cookie of [person.cookie, `access_token=${corridor.token}`]) {
      const answer = await send(corridor, ping, { authorization: null, cookie });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).not.toContain("error");
    }
    const { grantKey } = await db().oAuthGrant.findUniqueOrThrow({
      where: { id: corridor.grantId },
    });
    const { idHash } = await db().oAuthArtefact.findFirstOrThrow({ where: { grantKey } });
    for (const token of [
      sealed,
      person.person.sessionId,
      corridor.grantId,
      grantKey,
      idHash,
      client.session,
    ]) {
      const answer = await send(corridor, ping, { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
    }
  });

  it("an access token opens nothing of the portal, whatever carries it", async () => {
    const name = (await testPerson()).cookie.split("=")[0];
    const { token } = corridor;
    const carriers = [
      { authorization: `Bearer ${token}` },
      { cookie: `${name}=${token}` },
      { cookie: `next-auth.session-token=${token}; __Secure-next-auth.session-token=${token}` },
      { authorization: `Bearer ${token}`, cookie: `${name}=` },
    ];
    for (const headers of carriers)
      for (const path of ["account.get", "projects.list", "installation.get"]) {
        const url = `http://localhost:3000/api/trpc/${path}?access_token=${token}`;
        expect((await handleTrpc(new Request(url, { headers }))).status).toBe(401);
      }
  });

  it("nor manages a registration, nor tells of itself", async () => {
    const headers = { authorization: `Bearer ${corridor.token}` };
    const { clientId } = await db().oAuthClient.findFirstOrThrow();
    for (const path of [
      `register/${clientId}`,
      "userinfo",
      "introspect",
      "me",
      "session/end",
      "device",
      "par",
    ])
      for (const method of ["GET", "POST", "PUT", "DELETE"]) {
        const request = new Request(`http://localhost:3000/oauth/${path}`, { method, headers });
        expect((await serveOAuth(request, "192.0.2.9")).status, `${method} ${path}`).toBe(404);
      }
  });

  it("a token of another project's endpoint is foreign, and whether an endpoint exists stays unknown", async () => {
    const other = await openCorridor([upstream].slice(1));
    const theirs = { authorization: `Bearer ${other.token}` };
    const here = await send(corridor, ping, theirs);
    const nowhere = await send(corridor, ping, theirs, { slug: "no-such-endpoint" });
    expect([here.status, nowhere.status]).toEqual([401, 401]);
    const said = async (answer: Response) =>
      JSON.stringify([await answer.text(), answer.headers.get("www-authenticate")]);
    expect((await said(nowhere)).replaceAll("no-such-endpoint", corridor.endpoint.slug)).toBe(
      await said(here),
    );
  });
});

describe("a token carried where it does not belong (T22)", () => {
  it.each([
    ["in another scheme", (token: string) => `Basic ${btoa(`user:${token}`)}`],
    ["without a scheme", (token: string) => token],
    ["in quotes", (token: string) => `Bearer "${token}"`],
    ["as a parameter", (token: string) => `Bearer token=${token}`],
    ["with more behind it", (token: string) => `Bearer ${token} x`],
    ["cut short", (token: string) => `Bearer ${token.slice(0, -1)}`],
    ["in other case", (token: string) => `Bearer ${token.toUpperCase()}`],
    ["encoded", (token: string) => `Bearer ${btoa(token)}`],
    ["64 KB long", (token: string) => `Bearer ${token.repeat(1_500)}`],
    ["of nothing", () => "Bearer "],
  ])("%s is none", async (_how, header) => {
    const answer = await send(corridor, ping, { authorization: header(corridor.token) });
    expect(answer.status).toBe(401);
  });

  it.each(["X-Access-Token", "X-Api-Key", "Proxy-Authorization", "X-Forwarded-Authorization"])(
    "in %s it is none",
    async (name) => {
      const headers = { authorization: null, [name]: `Bearer ${corridor.token}` };
      expect((await send(corridor, ping, headers)).status).toBe(401);
    },
  );

  it("lower-case bearer is a bearer token (RFC 9110 §11.1)", async () => {
    const authorization = `bearer ${corridor.token}`;
    expect((await send(corridor, ping, { ...client.headers(), authorization })).status).toBe(200);
  });
});

describe("tools that are not offered leave the same trace (T63, T64)", () => {
  it("row by row, whatever the reason, in both eras", async () => {
    const before = (await recordOf(corridor.endpoint.id)).logs.length;
    const other = await addEndpoint(corridor.projectId);
    const foreign = await db().mcpServerTool.findFirstOrThrow({ where: { name: "large" } });
    await db().endpointServer.create({
      data: {
        id: crypto.randomUUID(),
        endpointId: other.id,
        serverId: corridor.servers[0]?.id ?? "",
      },
    });
    await db().endpointTool.create({
      data: {
        id: crypto.randomUUID(),
        endpointId: other.id,
        serverToolId: foreign.id,
        exposedName: "large",
      },
    });
    await setTool(corridor.endpoint.id, "add", new Date());
    for (const name of ["add", "fail", "large", "no-such-tool"]) {
      await client.request("tools/call", { name, arguments: {} }, 9);
      await askModern(corridor, "tools/call", { name, arguments: {} });
    }
    await setTool(corridor.endpoint.id, "add", null);
    const { logs } = await recordOf(corridor.endpoint.id);
    const rows = logs.slice(before).map((row) => {
      const { id, requestId, startedAt, finishedAt, toolName, errorMessage, seq, ...same } = row;
      const { requestBytes, durationMs, payloadHash, mac, ...rest } = same;
      expect(errorMessage).toBe(`Unknown tool: ${toolName}`);
      expect(requestBytes).toBeGreaterThan(50);
      return JSON.stringify({ ...rest, sessionId: null, era: null });
    });
    expect(rows).toHaveLength(8);
    expect(new Set(rows).size).toBe(1);
    expect(upstream.executed).toEqual([]);
  });

  it.each([
    "Delete_Repo",
    "echo\u200d",
    "e\u0301cho",
    "echo\n",
    "echo/../add",
    "server__echo",
    "echo__echo",
    "__echo",
    "ECHO".normalize("NFKD"),
    "\u{1d41e}\u{1d41c}\u{1d421}\u{1d428}",
    "еcho",
    "echo%00",
    "constructor",
    "hasOwnProperty",
    "x".repeat(10_000),
  ])("%j is no other spelling of a tool", async (name) => {
    for (const { status, message } of [
      await client.call(name, {}),
      await askModern(
        corridor,
        "tools/call",
        { name },
        { "mcp-name": `=?base64?${Buffer.from(name).toString("base64")}?=` },
      ),
    ]) {
      expect(status).toBe(200);
      expect(message.error?.code).toBe(-32602);
      expect(message.error?.message).toBe(`Unknown tool: ${name.slice(0, 256)}`);
    }
    expect(upstream.executed).toEqual([]);
  });

  it("a name of control characters and line ends stays one row and one line of JSON (T93)", async () => {
    const name = 'a\r\n\u001b[31m"},{"\u2028\u0000b';
    const { text } = await client.call(name);
    expect(text.split(/\r|\n/)).toHaveLength(1);
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.at(-1)?.toolName).toBe(name.replace("\0", "\ufffd"));
    const where = { callId: logs.at(-1)?.id ?? "" };
    const [payload] = await db().activityPayload.findMany({ where });
    expect(JSON.parse(payload?.body ?? "").name).toBe(name);
  });
});

describe("sessions of others (T74)", () => {
  it("open nothing: another person's, another client's of the same person, another endpoint's", async () => {
    const elsewhere = await addEndpoint(corridor.projectId);
    const access = { ...corridor, role: "admin" };
    const [stranger, away] = await Promise.all([
      addAccess({ ...access, endpointId: corridor.endpoint.id }),
      addAccess({ ...access, endpointId: elsewhere.id }),
    ]);
    const theirs = await LegacyClient.connect({ ...corridor, ...away, endpoint: elsewhere });
    const second = await addAccess({ ...access, endpointId: corridor.endpoint.id });
    await db().oAuthGrant.update({
      where: { id: second.grantId },
      data: { userId: corridor.userId },
    });
    await bus().settled();
    const attempts: [Corridor, string][] = [
      [{ ...corridor, ...stranger }, client.session],
      [{ ...corridor, ...second }, client.session],
      [corridor, theirs.session],
      [corridor, `${client.session}x`],
      [corridor, client.session.toUpperCase()],
      [corridor, `${client.session}, ${client.session}`],
      [corridor, ""],
    ];
    for (const [who, session] of attempts)
      for (const [method, body] of [
        ["POST", ping],
        ["GET", null],
        ["DELETE", null],
      ] as const) {
        const answer = await send(who, body, { "mcp-session-id": session }, { method });
        expect(answer.status, `${method} ${session}`).toBe(404);
      }
    expect((await client.request("ping")).status).toBe(200);
  });
});
