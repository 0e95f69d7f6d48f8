import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { disconnect } from "@/server/credentials/disconnect";
import { eraseAndRevoke, eraseOfPerson, readErasable } from "@/server/credentials/erase";
import { db, transaction } from "@/server/infra/db";
import { closeOutbound } from "@/server/infra/outbound";
import { deleteServer } from "@/server/servers/mutations";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { makeMember, makeProject } from "@/server/testing/factories";
import { type GuardedUpstream, startGuardedUpstream } from "@/server/testing/guarded-upstream";
import {
  keepSignedIn,
  makeEndpointOf,
  makePersonalServer,
  type PersonalServer,
  storeOwn,
} from "@/server/testing/personal-scene";
import {
  startUpstreamAuthorizationServer,
  type UpstreamAuthorizationServer,
} from "@/server/testing/upstream-authorization-server";
import { type SignedIn, signIn } from "@/server/testing/upstream-sign-in";
import { refreshTokens } from "@/server/upstream/oauth/refresh";

let authority: UpstreamAuthorizationServer;
let upstream: GuardedUpstream;
let projectId: string;
let admin: Ctx;

beforeAll(async () => {
  authority = await startUpstreamAuthorizationServer({ style: "notion" });
  upstream = await startGuardedUpstream({ authority: () => authority });
  await allowUpstream(authority, upstream);
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
});

afterAll(async () => {
  await closeOutbound();
  await Promise.all([authority.close(), upstream.close()]);
});

let made = 0;

async function serverWith(
  ...people: Ctx[]
): Promise<{ server: PersonalServer; signedIn: SignedIn[] }> {
  made += 1;
  const manner = { authMethod: "oauth" } as const;
  const server = await makePersonalServer(projectId, `Notion ${made}`, upstream.url, manner);
  await makeEndpointOf(projectId, `Endpoint ${made}`, [server]);
  const signedIn: SignedIn[] = [];
  let kept: SignedIn["client"][] = [];
  for (const person of people) {
    const one = await signIn(upstream, kept, { account: `account-of-${person.userId}` });
    kept = [one.client];
    await keepSignedIn(server, person, one);
    signedIn.push(one);
  }
  return { server, signedIn };
}

const works = async ({ tokens }: SignedIn) =>
  (await authority.holderOf(tokens.accessToken, upstream.url)) !== null;

const stored = (serverId: string) => db().serverCredential.count({ where: { serverId } });

/** What a refresh with these tokens comes to. */
async function refreshed({ tokens, client, found }: SignedIn): Promise<string> {
  const { server, resource } = found;
  const refreshToken = tokens.refreshToken ?? "";
  const more = { resource, scopes: null, now: new Date() };
  return (await refreshTokens({ server, client, refreshToken, ...more })).kind;
}

test("a person who disconnects is signed out at the service, and nobody else is (T85)", async () => {
  const ana = await makeMember(projectId, "member");
  const ben = await makeMember(projectId, "member");
  const { server, signedIn } = await serverWith(ana, ben);
  const [anas, bens] = signedIn as [SignedIn, SignedIn];
  expect([await works(anas), await works(bens)]).toEqual([true, true]);
  expect(await disconnect(ana, { server: server.id })).toEqual({ revocation: "revoked" });
  expect([await works(anas), await works(bens)]).toEqual([false, true]);
  expect(await refreshed(anas)).toBe("refused");
  expect(await refreshed(bens)).toBe("refreshed");
  expect(await db().serverCredential.findMany({ where: { serverId: server.id } })).toMatchObject([
    { userId: ben.userId },
  ]);
});

test("what the database kept of a disconnected account is gone, also from the record (T85)", async () => {
  const ana = await makeMember(projectId, "member");
  const { server, signedIn } = await serverWith(ana);
  const { sealed } = await db().serverCredential.findFirstOrThrow({
    where: { serverId: server.id },
  });
  await disconnect(ana, { server: server.id });
  const record = JSON.stringify(await db().auditEvent.findMany({ where: { projectId } }));
  expect(record).toContain("credential.disconnected");
  for (const secret of [sealed, signedIn[0]?.tokens.accessToken ?? "", "refreshToken"])
    expect(record).not.toContain(secret);
});

test("a service that does not answer is told nothing, and the account is gone all the same", async () => {
  const ana = await makeMember(projectId, "member");
  const { server } = await serverWith(ana);
  const row = await db().mcpServer.findUniqueOrThrow({ where: { id: server.id } });
  const discovery = JSON.parse(JSON.stringify(row.discovery));
  discovery.server.revocationEndpoint = "http://127.0.0.1:9/revoke";
  await db().mcpServer.update({ where: { id: server.id }, data: { discovery } });
  expect(await disconnect(ana, { server: server.id })).toEqual({ revocation: "failed" });
  expect(await stored(server.id)).toBe(0);
});

test("tokens of an issuer the server has left are not sent to the new one (T48)", async () => {
  const ana = await makeMember(projectId, "member");
  const { server, signedIn } = await serverWith(ana);
  const other = "https://elsewhere.example";
  await db().serverCredential.updateMany({
    where: { serverId: server.id },
    data: { issuer: other },
  });
  expect(await disconnect(ana, { server: server.id })).toEqual({ revocation: "not_offered" });
  expect(await works(signedIn[0] as SignedIn)).toBe(true);
});

test("a secret that does not open any more is erased without being sent anywhere", async () => {
  const ana = await makeMember(projectId, "member");
  const { server } = await serverWith(ana);
  const data = { sealed: "v1.p.gone.a.b.c" };
  await db().serverCredential.updateMany({ where: { serverId: server.id }, data });
  expect(await disconnect(ana, { server: server.id })).toEqual({ revocation: "not_offered" });
  expect(await stored(server.id)).toBe(0);
});

test("deleting a server ends everybody's sign-in there (T85)", async () => {
  const ana = await makeMember(projectId, "member");
  const ben = await makeMember(projectId, "member");
  const { server, signedIn } = await serverWith(ana, ben);
  await deleteServer(admin, { id: server.id });
  expect(await Promise.all(signedIn.map(works))).toEqual([false, false]);
  expect(await stored(server.id)).toBe(0);
});

test("whoever leaves a project loses their accounts there, and keeps those elsewhere", async () => {
  const ana = await makeMember(projectId, "member");
  const { server, signedIn } = await serverWith(ana);
  const away = (await makeProject("Other")).id;
  const manner = { authMethod: "bearer" } as const;
  const other = await makePersonalServer(away, "Other", upstream.url, manner);
  await storeOwn(other, ana.userId, "a token of another project");
  const erased = await transaction((tx) => eraseOfPerson(tx, ana.userId, projectId));
  expect(await eraseAndRevoke(erased)).toEqual(["revoked"]);
  expect(await works(signedIn[0] as SignedIn)).toBe(false);
  expect([await stored(server.id), await stored(other.id)]).toEqual([0, 1]);
  await eraseAndRevoke(await transaction((tx) => eraseOfPerson(tx, ana.userId)));
  expect(await stored(other.id)).toBe(0);
});

test("an act that is rolled back takes nothing away", async () => {
  const ana = await makeMember(projectId, "member");
  const { server, signedIn } = await serverWith(ana);
  const act = transaction(async (tx) => {
    await readErasable(tx, { serverId: server.id });
    await tx.serverCredential.deleteMany({ where: { serverId: server.id } });
    throw new Error("the act fails");
  });
  await expect(act).rejects.toThrow("the act fails");
  expect(await stored(server.id)).toBe(1);
  expect(await works(signedIn[0] as SignedIn)).toBe(true);
});
