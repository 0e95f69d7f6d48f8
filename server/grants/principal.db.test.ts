import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "@/server/core/ids";
import { endMyGrant, revokeSession } from "@/server/grants/mutations";
import { findPrincipal } from "@/server/grants/principal";
import { listEndpointGrants, listMyEndpoints, listMyGrants } from "@/server/grants/queries";
import { touchGrant } from "@/server/grants/touch";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { ctxOf, makeMember } from "@/server/testing/factories";
import { makeScene, obtainTokens, type Scene } from "@/server/testing/oauth-scene";

let scene: Scene;

beforeAll(async () => {
  scene = await makeScene();
});

async function connected() {
  const { access_token: token } = await obtainTokens(scene);
  const principal = await findPrincipal(token);
  if (!principal) throw new Error("no principal");
  return { token, principal };
}

test("T09 a token speaks for the endpoint it was issued for and no other", async () => {
  const { principal } = await connected();
  expect(principal).toMatchObject({
    endpointId: scene.endpoint.id,
    projectId: scene.projectId,
    userId: scene.person.id,
  });
  expect(principal.endpointId).not.toBe(scene.other.id);
});

test("a refresh token, a code's hash or a stored hash is no access token", async () => {
  const tokens = await obtainTokens(scene);
  expect(await findPrincipal(tokens.refresh_token)).toBeNull();
  expect(await findPrincipal(sha256(tokens.access_token))).toBeNull();
});

describe("T22 what is no token", () => {
  test.each([
    ["nothing", ""],
    ["64 KB", "a".repeat(64 * 1024)],
    ["a null byte", "\u0000"],
    ["a JWT", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."],
    ["SQL", "' OR 1=1 --"],
  ])("%s", async (_what, token) => {
    expect(await findPrincipal(token)).toBeNull();
  });
});

describe("what is revoked is refused at once", () => {
  test("by its person", async () => {
    const { token, principal } = await connected();
    await endMyGrant(
      ctxOf(scene.projectId, "member", { id: scene.person.id, name: "Ana" }),
      principal.grantId,
    );
    await bus().settled();
    expect(await findPrincipal(token)).toBeNull();
  });

  test("by an administrator, with an audit event that names both", async () => {
    const { token, principal } = await connected();
    const admin = await makeMember(scene.projectId, "admin");
    await revokeSession(admin, principal.grantId);
    await bus().settled();
    expect(await findPrincipal(token)).toBeNull();
    const event = await db().auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(event).toMatchObject({
      action: "grant.revoked",
      actorId: admin.userId,
      subjectName: "Claude",
    });
    expect(await db().oAuthGrant.findUnique({ where: { id: principal.grantId } })).toMatchObject({
      revokedById: admin.userId,
    });
  });

  test("not by somebody else, nor from another project, nor without the permission", async () => {
    const { token, principal } = await connected();
    const stranger = await makeScene("admin");
    const { grantId } = principal;
    const other = await makeMember(scene.projectId, "member");
    await expect(endMyGrant(other, grantId)).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeSession(other, grantId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeSession(ctxOf(stranger.projectId), grantId)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await findPrincipal(token)).not.toBeNull();
  });

  test("even when the answer was being read while the grant ended", async () => {
    const { token, principal } = await connected();
    const reads = Array.from({ length: 50 }, () => findPrincipal(token));
    await endMyGrant(
      ctxOf(scene.projectId, "member", { id: scene.person.id, name: "Ana" }),
      principal.grantId,
    );
    await Promise.all(reads);
    await bus().settled();
    expect(await findPrincipal(token)).toBeNull();
  });
});

test("an expired access token is refused though it is in the cache", async () => {
  const { token } = await connected();
  await pool().query(`UPDATE "OAuthArtefact" SET "expiresAt" = now() WHERE "idHash" = $1`, [
    sha256(token),
  ]);
  await bus().settled();
  expect(await findPrincipal(token)).toBeNull();
});

test("a warm lookup asks the database nothing", async () => {
  const { token } = await connected();
  const before = pool().totalCount + pool().waitingCount;
  let queries = 0;
  const count = () => {
    queries += 1;
  };
  pool().on("acquire", count);
  for (let n = 0; n < 100; n += 1) await findPrincipal(token);
  pool().off("acquire", count);
  expect(queries).toBe(0);
  expect(before).toBeGreaterThan(0);
});

test("guessing tokens fills no memory and finds nobody", async () => {
  for (let n = 0; n < 50; n += 1) {
    expect(await findPrincipal(randomBytes(32).toString("base64url"))).toBeNull();
  }
});

test("my clients and an endpoint's sessions are listed while they last, without secrets", async () => {
  const own = await makeScene();
  await obtainTokens(own);
  const me = ctxOf(own.projectId, "member", { id: own.person.id, name: "Ana" });
  const mine = await listMyGrants(me);
  expect(mine).toMatchObject([
    { clientName: "Claude", verifiedHost: null, endpointName: "Support", switchedOff: false },
  ]);
  const sessions = await listEndpointGrants(ctxOf(own.projectId), { endpoint: own.endpoint.slug });
  expect(sessions).toMatchObject([{ clientName: "Claude", user: { id: own.person.id } }]);
  expect(JSON.stringify([mine, sessions])).not.toMatch(/grantKey|secret|hash/i);
  expect(await listMyEndpoints(me)).toHaveLength(2);
  await endMyGrant(me, mine[0]?.id ?? "");
  expect(await listMyGrants(me)).toEqual([]);
  await expect(
    listEndpointGrants(ctxOf(scene.projectId), { endpoint: own.endpoint.slug }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("use is noted once a minute", async () => {
  const { principal } = await connected();
  const at = new Date("2026-11-20T10:00:00Z");
  const read = async () =>
    (await db().oAuthGrant.findUniqueOrThrow({ where: { id: principal.grantId } })).lastUsedAt;
  touchGrant(principal, at);
  await expect.poll(read).toEqual(at);
  touchGrant(principal, new Date(at.getTime() + 30_000));
  await pool().query("SELECT 1");
  expect(await read()).toEqual(at);
});
