import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import type { Authentication } from "@/server/credentials/schema";
import { db } from "@/server/infra/db";
import { createServer } from "@/server/servers/create";
import { updateServer } from "@/server/servers/update";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { makeMember, makeProject } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { authorityMetadata, startMetadataHost } from "@/server/testing/metadata-host";

const token = "canary-T0ken-4f9c2ab7x9f2";
let guarded: FakeUpstream;
let authority: Awaited<ReturnType<typeof startMetadataHost>>;
let admin: Ctx;

beforeAll(async () => {
  guarded = await startFakeUpstream({ bearer: token });
  // A server and its authorization server in one, which lets nobody in.
  authority = await startMetadataHost((origin) => ({
    "/mcp": 401,
    "/.well-known/oauth-authorization-server": authorityMetadata(origin),
    "/.well-known/oauth-protected-resource/mcp": {
      resource: `${origin}/mcp`,
      authorization_servers: [origin],
    },
  }));
  admin = await makeMember((await makeProject()).id);
  await allowUpstream(guarded, authority);
});

afterAll(() => Promise.all([guarded.close(), authority.close()]));

const bearer: Authentication = { method: "bearer", token };
const later = (): Ctx => ({ ...admin, now: new Date() });
const add = (name: string, more: Partial<Parameters<typeof createServer>[1]> = {}) =>
  createServer(later(), {
    ...{ name, url: guarded.url, description: "", authentication: bearer },
    ...more,
  });

const ownersOf = async (serverId: string) => {
  const rows = await db().serverCredential.findMany({ where: { serverId } });
  return rows.map(({ userId, kind }) => [userId, kind]);
};
const rowOf = (id: string) => db().mcpServer.findUniqueOrThrow({ where: { id } });

test("the token entered for a server of personal accounts is the administrator's own", async () => {
  const { id, sync } = await add("Personal", { credentialMode: "personal" });
  expect(sync).toMatchObject({ status: "connected", added: 6 });
  expect(await ownersOf(id)).toEqual([[admin.userId, "bearer"]]);
});

test("a server without authentication has nobody's accounts", async () => {
  const none = { method: "none" } as const;
  const { id } = await add("Open", { authentication: none, credentialMode: "personal" });
  expect(await rowOf(id)).toMatchObject({ authMethod: "none", credentialMode: "shared" });
});

test("accounts of people's own instead of a shared one: the shared one is removed", async () => {
  const { id } = await add("Changed mode");
  const updated = await updateServer(later(), { id, credentialMode: "personal" });
  expect(updated).toEqual({ credentialDropped: true, sync: null });
  expect(await ownersOf(id)).toEqual([]);
  expect(await rowOf(id)).toMatchObject({ status: "needs_sign_in", credentialMode: "personal" });
  const event = await db().auditEvent.findFirstOrThrow({
    where: { action: "server.updated", subjectId: id },
  });
  expect(event.before).toEqual({ credentialMode: "shared" });
  expect(event.after).toEqual({ credentialMode: "personal" });
});

test("OAuth instead of a token: the token is removed, and the server waits for a sign-in", async () => {
  const { id } = await add("Changed method");
  const authentication = { method: "oauth" } as const;
  const url = `${authority.origin}/mcp`;
  expect(await updateServer(later(), { id, url, authentication })).toMatchObject({ sync: null });
  expect(await ownersOf(id)).toEqual([]);
  const row = await rowOf(id);
  expect(row).toMatchObject({ authMethod: "oauth", status: "needs_sign_in" });
  expect(row.statusReason).toContain("Nobody has signed in yet");
  expect(row.discovery).toMatchObject({ server: { issuer: authority.origin } });
});

test("a client is kept with the issuer it is for, and its secret is nowhere in clear", async () => {
  const url = `${authority.origin}/mcp`;
  const secret = "canary-client-secret-88";
  const authentication = { method: "oauth", clientId: "Iv1.abc", clientSecret: secret } as const;
  const { id } = await add("Entered", { url, authentication });
  const rows = await db().serverRegistration.findMany({ where: { serverId: id } });
  expect(rows).toMatchObject([
    { issuer: authority.origin, origin: "entered", clientId: "Iv1.abc" },
  ]);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test("a client for a server that does not tell where it signs people in is not kept", async () => {
  const authentication = { method: "oauth", clientId: "Iv1.abc" } as const;
  await expect(add("Nowhere", { authentication })).rejects.toMatchObject({
    code: "upstream_invalid",
    details: { reason: "not_offered" },
  });
  expect(await db().mcpServer.count({ where: { name: "Nowhere" } })).toBe(0);
});

test("a server that cannot be looked at now is added all the same, with the reason", async () => {
  const { id, sync } = await add("Later", { authentication: { method: "oauth" } });
  expect(sync).toMatchObject({ status: "needs_sign_in" });
  expect(await rowOf(id)).toMatchObject({ discovery: null });
});

test("a new name changes nothing of the sign-in", async () => {
  const { id } = await add("Named");
  expect(await updateServer(later(), { id, name: "Renamed" })).toEqual({
    credentialDropped: false,
    sync: null,
  });
  expect(await ownersOf(id)).toEqual([[null, "bearer"]]);
  expect(await rowOf(id)).toMatchObject({ status: "connected" });
});
