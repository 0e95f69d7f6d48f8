import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { listAccounts } from "@/server/credentials/accounts";
import { disconnect } from "@/server/credentials/disconnect";
import { enterCredential } from "@/server/credentials/enter";
import { openAccess } from "@/server/credentials/open";
import { listPeople } from "@/server/credentials/people";
import { db } from "@/server/infra/db";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { makeMember, makeProject } from "@/server/testing/factories";
import {
  makeEndpointOf,
  makePersonalServer,
  type PersonalServer,
  storeOwn,
} from "@/server/testing/personal-scene";
import { startTokenUpstream, type TokenUpstream } from "@/server/testing/token-upstream";

const anas = "canary-anas-t0ken-41c7aa01";
const bens = "canary-bens-t0ken-41c7bb02";
const next = "canary-next-t0ken-41c7cc03";

let tokens: TokenUpstream;
let keys: TokenUpstream;
let projectId: string;
let admin: Ctx;
let ana: Ctx;
let ben: Ctx;
let linear: PersonalServer;
let jira: PersonalServer;

beforeAll(async () => {
  tokens = await startTokenUpstream({ [anas]: "ana", [bens]: "ben", [next]: "ana the second" });
  keys = await startTokenUpstream({ [anas]: "ana" }, "x-api-key");
  await allowUpstream(tokens, keys);
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
  ana = await makeMember(projectId, "member");
  ben = await makeMember(projectId, "member");
  linear = await makePersonalServer(projectId, "Linear", tokens.url, { authMethod: "bearer" });
  const header = { authMethod: "header", headerName: "X-Api-Key" } as const;
  jira = await makePersonalServer(projectId, "Jira", keys.url, header);
  await makeEndpointOf(projectId, "Support", [linear, jira]);
});

afterAll(() => Promise.all([tokens.close(), keys.close()]));

const bearer = (server: PersonalServer, token: string) => ({
  server: server.id,
  authentication: { method: "bearer", token } as const,
});

async function accountAt(ctx: Ctx, server: PersonalServer) {
  const accounts = await listAccounts(ctx.userId, ctx.now);
  return accounts.find((one) => one.server.id === server.id);
}

const owned = (ctx: Ctx, server: PersonalServer) =>
  db().serverCredential.findMany({ where: { serverId: server.id, userId: ctx.userId } });

/** The headers a call of this person would carry to Linear. */
async function headersOf(ctx: Ctx): Promise<Record<string, string>> {
  const row = await db().mcpServer.findUniqueOrThrow({ where: { id: linear.id } });
  return (await openAccess(row, ctx.userId, ctx.now)).headers;
}

test("a person sees the servers their endpoints need, and which endpoints these are", async () => {
  const accounts = await listAccounts(ana.userId, ana.now);
  expect(accounts.map(({ server, state }) => [server.name, state])).toEqual([
    ["Jira", "not_connected"],
    ["Linear", "not_connected"],
  ]);
  expect(accounts[1]?.endpoints.map(({ name }) => name)).toEqual(["Support"]);
});

test("a token that the server answers is kept, and calls carry it", async () => {
  await enterCredential(ana, bearer(linear, anas));
  expect(await accountAt(ana, linear)).toMatchObject({ state: "connected", hint: "aa01" });
  expect(await headersOf(ana)).toEqual({ authorization: `Bearer ${anas}` });
});

test("a key goes in the header of the server, whatever letters the person's browser sent", async () => {
  const authentication = { method: "header", name: "x-api-key", value: anas } as const;
  await enterCredential(ana, { server: jira.id, authentication });
  expect((await accountAt(ana, jira))?.state).toBe("connected");
});

test("a token that the server refuses is not kept, in words of its own", async () => {
  const refused = enterCredential(ben, bearer(linear, "wrong"));
  await expect(refused).rejects.toMatchObject({
    code: "bad_request",
    message: expect.stringMatching(/^Linear does not accept this token\./),
  });
  expect(await owned(ben, linear)).toEqual([]);
});

test("a token that cannot be checked is not kept, in other words", async () => {
  const url = "http://127.0.0.1:9/mcp";
  const away = await makePersonalServer(projectId, "Away", url, { authMethod: "bearer" });
  await makeEndpointOf(projectId, "Away", [away]);
  await allowUpstream({ hostPort: "127.0.0.1:9" });
  await expect(enterCredential(ben, bearer(away, bens))).rejects.toMatchObject({
    code: "upstream_unreachable",
    message: expect.stringMatching(/^Away could not be asked .* so it was not kept\./),
  });
  expect(await owned(ben, away)).toEqual([]);
});

test("another manner than the server's is refused before anything is sent", async () => {
  const before = tokens.requests.length;
  const authentication = { method: "header", name: "X-Api-Key", value: bens } as const;
  const asked = enterCredential(ben, { server: linear.id, authentication });
  await expect(asked).rejects.toMatchObject({ code: "conflict" });
  expect(tokens.requests.length).toBe(before);
});

test("two people's accounts at one server stay apart", async () => {
  await enterCredential(ben, bearer(linear, bens));
  expect(await headersOf(ben)).toEqual({ authorization: `Bearer ${bens}` });
  expect(await headersOf(ana)).toEqual({ authorization: `Bearer ${anas}` });
});

test("another account takes the place of the one before", async () => {
  const [before] = await owned(ana, linear);
  await enterCredential(ana, bearer(linear, next));
  const rows = await owned(ana, linear);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.id).not.toBe(before?.id);
  expect(rows[0]?.version).toBe((before?.version ?? 0) + 1);
  expect(await headersOf(ana)).toEqual({ authorization: `Bearer ${next}` });
});

test("nothing a person or an administrator is told holds a secret (T83)", async () => {
  const told = JSON.stringify([
    await listAccounts(ana.userId, ana.now),
    await listPeople(admin, { server: linear.id }),
    await db().auditEvent.findMany({ where: { projectId } }),
  ]);
  for (const secret of [anas, bens, next]) {
    for (const encoding of ["utf8", "base64", "hex"] as const)
      expect(told).not.toContain(Buffer.from(secret).toString(encoding));
  }
  expect(told).not.toContain("sealed");
});

test("an administrator sees who has connected and who has not", async () => {
  const people = await listPeople(admin, { server: jira.id });
  expect(people.map(({ userId, state }) => [userId, state]).sort()).toEqual(
    [
      [admin.userId, "not_connected"],
      [ana.userId, "connected"],
      [ben.userId, "not_connected"],
    ].sort(),
  );
});

test("a state says whether and why a person must act", async () => {
  const url = tokens.url;
  const past = new Date(ben.now.getTime() - 1000);
  const oauth = { authMethod: "oauth" } as const;
  const expired = await makePersonalServer(projectId, "Expired", url, oauth);
  const refused = await makePersonalServer(projectId, "Refused", url, { authMethod: "bearer" });
  const torn = await makePersonalServer(projectId, "Torn", url, { authMethod: "bearer" });
  const changed = await makePersonalServer(projectId, "Changed", url, oauth);
  await storeOwn(expired, ben.userId, bens, { kind: "oauth", expiresAt: past });
  await storeOwn(refused, ben.userId, bens, { needsSignInSince: past, statusReason: "It ended." });
  const id = await storeOwn(torn, ben.userId, bens);
  await db().serverCredential.update({ where: { id }, data: { sealed: "v1.p.gone.a.b.c" } });
  await storeOwn(changed, ben.userId, bens);
  const states = await listAccounts(ben.userId, ben.now);
  expect(Object.fromEntries(states.map(({ server, state }) => [server.name, state]))).toMatchObject(
    {
      Expired: "expired",
      Refused: "needs_sign_in",
      Torn: "unreadable",
      Changed: "not_connected",
    },
  );
  expect((await accountAt(ben, refused))?.reason).toBe("It ended.");
});

test("a server that is switched off asks nobody for an account", async () => {
  const bearerManner = { authMethod: "bearer" } as const;
  const off = await makePersonalServer(projectId, "Off", tokens.url, bearerManner);
  await makeEndpointOf(projectId, "Off", [off]);
  expect(await accountAt(ana, off)).toBeDefined();
  await db().mcpServer.update({ where: { id: off.id }, data: { disabledAt: ana.now } });
  expect(await accountAt(ana, off)).toBeUndefined();
});

test("a server of no endpoint of theirs cannot be connected, and is not contacted (T31)", async () => {
  const hidden = await makePersonalServer(projectId, "Hidden", tokens.url, {
    authMethod: "bearer",
  });
  const before = tokens.requests.length;
  await expect(enterCredential(ana, bearer(hidden, anas))).rejects.toMatchObject({
    code: "not_found",
  });
  expect(tokens.requests.length).toBe(before);
  expect(await accountAt(ana, hidden)).toBeUndefined();
});

test("another project's accounts are neither listed, connected, read nor taken back (T31)", async () => {
  const stranger = await makeMember((await makeProject("Other")).id);
  expect(await listAccounts(stranger.userId, stranger.now)).toEqual([]);
  const nothing = { code: "not_found" };
  await expect(enterCredential(stranger, bearer(linear, next))).rejects.toMatchObject(nothing);
  await expect(listPeople(stranger, { server: linear.id })).rejects.toMatchObject(nothing);
  await expect(disconnect(stranger, { server: linear.id })).rejects.toMatchObject(nothing);
  expect(await owned(ana, linear)).toHaveLength(1);
});

test("an administrator's own token also reads the tools of a server, a member's does not", async () => {
  const manner = { authMethod: "bearer" } as const;
  const fresh = await makePersonalServer(projectId, "Fresh", tokens.url, manner);
  await makeEndpointOf(projectId, "Fresh", [fresh]);
  const names = async () => {
    const rows = await db().mcpServerTool.findMany({ where: { serverId: fresh.id } });
    return rows.map(({ name }) => name);
  };
  await enterCredential(ben, bearer(fresh, bens));
  expect(await names()).toEqual([]);
  await enterCredential(admin, bearer(fresh, anas));
  expect(await names()).toEqual(["holder"]);
});

test("whoever may change a server connects an account there without any endpoint", async () => {
  const manner = { authMethod: "bearer" } as const;
  const alone = await makePersonalServer(projectId, "Alone", tokens.url, manner);
  await enterCredential(admin, bearer(alone, anas));
  expect(await accountAt(admin, alone)).toMatchObject({ endpoints: [], connectable: true });
});

test("a member without the right to change servers does not see who has connected", async () => {
  await expect(listPeople(ana, { server: linear.id })).rejects.toMatchObject({ code: "forbidden" });
});

test("taking back one's own account leaves everybody else's", async () => {
  expect(await disconnect(ben, { server: linear.id })).toEqual({ revocation: "not_offered" });
  expect(await owned(ben, linear)).toEqual([]);
  expect((await accountAt(ben, linear))?.state).toBe("not_connected");
  expect(await headersOf(ana)).toEqual({ authorization: `Bearer ${next}` });
  await expect(headersOf(ben)).rejects.toMatchObject({
    code: "connection_required",
    details: { reason: "not_connected" },
  });
  await expect(disconnect(ben, { server: linear.id })).rejects.toMatchObject({ code: "not_found" });
});

test("an account where one has no access any more can still be taken back", async () => {
  const cut = await makeMember(projectId, "member");
  await storeOwn(linear, cut.userId, bens);
  await db().membership.deleteMany({ where: { userId: cut.userId } });
  expect(await accountAt(cut, linear)).toMatchObject({
    state: "connected",
    endpoints: [],
    connectable: false,
  });
  await disconnect(cut, { server: linear.id });
  expect(await listAccounts(cut.userId, cut.now)).toEqual([]);
});
