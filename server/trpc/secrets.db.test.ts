// Secrets planted wherever the installation takes one, then looked for in every answer of the portal, in the log, in the
// record and in the whole database, in every spelling (security: T41, T79, T83).
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getSetupState, prepareFirstRun } from "@/server/auth/bootstrap";
import { hashPassword } from "@/server/auth/password";
import { createSession } from "@/server/auth/session-store";
import { randomToken } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";
import { startRawUpstream } from "@/server/testing/canned-upstream";
import { allowEgress, type Corridor } from "@/server/testing/corridor";
import { askModern, LegacyClient, send } from "@/server/testing/corridor-client";
import { accessOf } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { plantDestination } from "@/server/testing/forwarding-scene";
import { makeMachine } from "@/server/testing/machines";
import {
  allowed,
  authorizeQuery,
  Browser,
  begin,
  decider,
  redeem,
  register,
  type Tokens,
  tokenRequest,
} from "@/server/testing/oauth-browser";
import { joinProject, type TestPerson, testPerson, testProject } from "@/server/testing/portal";
import { closeAllSessions } from "@/server/upstream/sessions";
import { handleTrpc } from "./handle";
import { appRouter } from "./router";

const redirectUri = "https://claude.ai/api/mcp/auth_callback";
const origin = "http://localhost:3000";
/** By what they are; each with signs that some encodings change. */
const planted = new Map<string, string>();
const told: string[] = [];
const logged: string[] = [];
let ana: TestPerson;
let upstreams: FakeUpstream[];
let inputs: Record<string, unknown>;

function plant(what: string, secret = `${randomToken()}/+~?=`): string {
  planted.set(what, secret);
  return secret;
}

/** Every spelling a secret could hide in; base64 at each of the three offsets it can have in a longer text. */
function spellings(secret: string): string[] {
  const whole = Buffer.from(secret);
  const inside = [0, 1, 2].flatMap((offset) => {
    const aligned = whole.subarray(offset, offset + Math.floor((whole.length - offset) / 3) * 3);
    return [aligned.toString("base64"), aligned.toString("base64url")];
  });
  const escaped = JSON.stringify(secret).slice(1, -1);
  const hex = whole.toString("hex");
  return [secret, escaped, encodeURIComponent(secret), hex, hex.toUpperCase(), ...inside];
}

function expectClean(text: string, where: string): void {
  for (const [what, secret] of planted) {
    for (const spelling of spellings(secret))
      expect(text.includes(spelling), `${what} in ${where}`).toBe(false);
  }
}

async function trpc(type: "query" | "mutation", path: string, input: unknown): Promise<Response> {
  const json = JSON.stringify({ json: input });
  const query = type === "query" ? `?${new URLSearchParams({ input: json })}` : "";
  const response = await handleTrpc(
    new Request(`${origin}/api/trpc/${path}${query}`, {
      method: type === "query" ? "GET" : "POST",
      headers: { "content-type": "application/json", origin, cookie: ana.cookie },
      ...(type === "mutation" ? { body: json } : {}),
    }),
  );
  told.push(await response.clone().text(), JSON.stringify([...response.headers]));
  return response;
}

async function made<T>(path: string, input: unknown): Promise<T> {
  const response = await trpc("mutation", path, input);
  expect(response.status, path).toBe(200);
  return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
}

beforeAll(async () => {
  await plantSetup();
  forget("log");
  const write = (line: string) => void logged.push(line);
  shared("log", () => pino({ level: "trace", base: null }, { write }));
  ana = await testPerson({ instanceAdmin: true });
  const passwordHash = await hashPassword(plant("password"));
  await db().user.update({ where: { id: ana.userId }, data: { passwordHash } });
  const device = { ip: "192.0.2.1", userAgent: "x" };
  plant("session", await createSession(db(), ana.userId, device, new Date()));
  const { slug: project, projectId } = await testProject(ana);
  upstreams = [
    await startFakeUpstream({ era: "both", bearer: plant("bearer", `b-${randomToken()}/+~=`) }),
    await startFakeUpstream({ header: ["x-api-key", plant("header", `h ${randomToken()}/+~?=`)] }),
  ];
  const servers = await Promise.all([
    addServer(project, "bearer", upstreams[0]),
    addServer(project, "header", upstreams[1]),
  ]);
  const replaced = { method: "header", name: "x-api-key", value: planted.get("header") };
  await made("credentials.replace", { project, server: servers[1]?.id, authentication: replaced });
  const tools = await db().mcpServerTool.findMany({ where: { name: "echo" } });
  const chosen = { serverIds: servers.map(({ id }) => id), toolIds: tools.map(({ id }) => id) };
  const endpoint = await made<{ slug: string }>("endpoints.create", {
    ...{ project, name: "Work", description: "" },
    ...chosen,
  });
  const member = await testPerson();
  await joinProject(member, projectId, "member");
  const token = await plantTokens(`${origin}/mcp/${endpoint.slug}`);
  const machine = await makeMachine(projectId, "member");
  const destination = await plantDestination(
    { ...ana, projectId, access: accessOf(projectId, "admin") },
    plant,
  );
  await callAll(endpoint.slug, token, plant("service token", machine.token));
  const call = await db().activityLog.findFirstOrThrow();
  const grant = await db().oAuthGrant.findFirstOrThrow();
  const tool = tools.find(({ serverId }) => serverId === servers[0]?.id)?.id;
  inputs = {
    ...{ project, role: "member", person: member.userId, name: "Another name" },
    ...{ endpoint: endpoint.slug, slug: servers[0]?.slug, tool, ...chosen },
    ...{ id: servers[0]?.id, call: call.id, grant: grant.id, token: "wrong" },
    ...{ account: machine.accountId, destination, side: "later" },
    ...{ keepDays: 30, keepPayloadDays: 7, exportId: "0".repeat(32) },
  };
}, 60_000);
afterAll(async () => {
  forget("log");
  await closeAllSessions();
  for (const one of upstreams) await one.close();
});

async function plantSetup(): Promise<void> {
  const { setupUrl } = await prepareFirstRun();
  const token = /[\w-]{20,}$/.exec(setupUrl ?? "")?.[0] ?? "";
  expect(await getSetupState(plant("set-up token", token))).toBe("open");
  plant("encryption key", env().ENCRYPTION_KEYS?.split(":")[1]?.replace(/=+$/, "") ?? "");
  plant("sign-in secret", env().AUTH_SECRET ?? "");
}

async function addServer(project: string, kind: "bearer" | "header", upstream?: FakeUpstream) {
  if (!upstream) throw new Error("no server");
  await allowEgress(upstream.hostPort);
  const secret = planted.get(kind);
  const authentication =
    kind === "bearer"
      ? { method: "bearer", token: secret }
      : { method: "header", name: "X-API-Key", value: secret };
  const probe = await trpc("mutation", "servers.probe", {
    ...{ project, url: upstream.url, authentication },
  });
  expect(probe.status).toBe(200);
  return made<{ id: string; slug: string }>("servers.create", {
    ...{ project, url: upstream.url, authentication, name: `With ${kind}`, description: "" },
  });
}

/** A confidential client, allowed in a browser: its secret, code, and tokens. */
async function plantTokens(resource: string): Promise<string> {
  const metadata = {
    client_name: "Claude",
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "client_secret_post",
  };
  const client = (await (await register(metadata)).json()) as Record<string, string>;
  const [clientId = "", secret = ""] = [client["client_id"], client["client_secret"]];
  plant("client secret", secret);
  const browser = new Browser();
  const uid = await begin(browser, authorizeQuery(clientId, redirectUri, resource));
  const back = await allowed(browser, uid, decider(ana.userId));
  plant("code", back.get("code") ?? "");
  const refused = await redeem(clientId, redirectUri, planted.get("code") ?? "");
  expect(refused.status).toBe(401);
  const next = await begin(browser, authorizeQuery(clientId, redirectUri, resource));
  const code = plant(
    "second code",
    (await allowed(browser, next, decider(ana.userId))).get("code") ?? "",
  );
  const common = { client_id: clientId, client_secret: secret };
  const verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";
  const first = await tokensOf({
    ...{ grant_type: "authorization_code", code, code_verifier: verifier },
    ...{ redirect_uri: redirectUri, ...common },
  });
  plant("access token", first.access_token);
  plant("refresh token", first.refresh_token);
  const grant = { grant_type: "refresh_token", refresh_token: first.refresh_token, ...common };
  const second = await tokensOf(grant);
  plant("second refresh token", second.refresh_token);
  return plant("second access token", second.access_token);
}

async function tokensOf(params: Record<string, string>): Promise<Tokens> {
  const response = await tokenRequest(params);
  expect(response.status).toBe(200);
  return response.json() as Promise<Tokens>;
}

/** Calls that succeed, are refused and fail, also at a server that tells what it was sent. */
async function callAll(slug: string, token: string, serviceToken: string): Promise<void> {
  const address = `${origin}/mcp/${slug}`;
  // Of all a corridor has, its clients use these two.
  const corridor = { endpoint: { slug, address }, token } as Corridor;
  const client = await LegacyClient.connect(corridor);
  plant("MCP session", client.session);
  const names = await db().endpointTool.findMany({ select: { exposedName: true } });
  for (const { exposedName } of names) {
    const said = await client.call(exposedName, { text: "hello" });
    expect(said.message.result.content[0].text).toBe("hello");
    expect((await askModern(corridor, "tools/call", { name: exposedName })).status).toBe(200);
  }
  await client.call("nothing");
  const machine = { ...corridor, token: serviceToken };
  expect((await askModern(machine, "tools/list")).status).toBe(200);
  await askModern(machine, "tools/call", { name: names[0]?.exposedName });
  await send(machine, "{", { authorization: `Bearer ${serviceToken}x` });
  await send(corridor, "{", { authorization: `Bearer ${token}x` });
  await send(corridor, "{", { authorization: `Bearer ${token}` });
  const mirror = await startRawUpstream((request, response) => {
    response.writeHead(500, {
      "content-type": "text/plain",
      "x-echo": JSON.stringify(request.headers),
    });
    response.end(JSON.stringify(request.headers));
  });
  await allowEgress(mirror.hostPort);
  const server = await db().mcpServer.findFirstOrThrow({ where: { name: "With bearer" } });
  const where = { id: server.id };
  await db().mcpServer.update({ where, data: { url: mirror.url } });
  const { project } = await db().mcpServer.findFirstOrThrow({ where, include: { project: true } });
  for (const { exposedName } of names) {
    const failed = await client.call(exposedName, { text: "hello" });
    expectClean(failed.text, "the answer to a call that failed");
  }
  await trpc("mutation", "servers.check", { project: project.slug, id: server.id });
  await trpc("mutation", "servers.sync", { project: project.slug, id: server.id });
  await db().mcpServer.update({ where, data: { url: server.url } });
  await mirror.close();
}

test("the search finds what is there, in every spelling", () => {
  const secret = planted.get("bearer") ?? "";
  for (const offset of ["", "a", "ab"])
    expect(() => expectClean(Buffer.from(`${offset}${secret}`).toString("base64"), "")).toThrow();
  expect(() => expectClean(`x=${encodeURIComponent(secret)}`, "")).toThrow();
  for (const secrets of planted.values()) expect(secrets.length).toBeGreaterThan(15);
});

test("no question of the portal is answered with one", async () => {
  // tRPC keeps them flat by path and types them nested.
  const all = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  const queries = Object.keys(all).filter((path) => all[path]?._def.type === "query");
  expect(queries.length).toBeGreaterThan(20);
  for (const path of queries) {
    const ofCall = ["activity.get", "activity.related"].includes(path);
    const id = ofCall ? inputs["call"] : inputs["id"];
    const response = await trpc("query", path, { ...inputs, id });
    const ofServer = await trpc("query", path, { ...inputs, id, server: inputs["id"] });
    const strict = await trpc("query", path, { token: "wrong" });
    expect([response.status, ofServer.status, strict.status], path).toContain(200);
  }
  expectClean(told.join("\n"), "an answer of the portal");
});

test("no answer carries a hash or a sealed value", () => {
  const text = told.join("\n");
  expect(text).not.toMatch(/argon2|passwordHash|tokenHash|idHash|"sealed|v1\.p\.|wrapped/);
});

test("the log holds none", () => {
  log().error({ err: new Error("heard") }, "the log is heard");
  expect(logged.join("")).toContain("the log is heard");
  expect(logged.join("")).toContain("a call failed");
  expectClean(logged.join(""), "the log");
});

test("the database holds none, in any table", async () => {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  expect(rows.length).toBeGreaterThan(15);
  for (const { name } of rows) {
    const dump = await pool().query<{ row: string }>(
      `SELECT to_json(t)::text AS row FROM "${name}" t`,
    );
    expectClean(dump.rows.map(({ row }) => row).join("\n"), name);
  }
});
