import { beforeEach, describe, expect, test, vi } from "vitest";
import { HEAD } from "@/app/connect/callback/route";
import { createSession, findPersonByToken } from "@/server/auth/session-store";
import { purgeAttempts, readAttempt } from "@/server/credentials/attempts";
import { beginConnection } from "@/server/credentials/begin";
import { serveCallback } from "@/server/credentials/callback";
import { db } from "@/server/infra/db";
import { deleteServer } from "@/server/servers/mutations";
import { updateServer } from "@/server/servers/update";
import { allowUpstream } from "@/server/testing/allow-upstream";
import {
  adminNow,
  arrive,
  connect,
  credentialsOf,
  joined,
  openScene,
  outcomeOf,
  type Scene,
  signedIn,
} from "@/server/testing/connect-scene";
import { startGuardedUpstream } from "@/server/testing/guarded-upstream";
import { makeEndpointOf } from "@/server/testing/personal-scene";
import { testPerson } from "@/server/testing/portal";
import { closeServers, opened } from "@/server/testing/upstream-sign-in";

vi.setConfig({ testTimeout: 30_000 });
closeServers();

const exchanges = ({ pair }: Scene) => pair.authority.grants("authorization_code");

async function pageOf(response: Response) {
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  return response.text();
}

/** Nothing was redeemed and nothing kept. */
async function expectNothing(scene: Scene) {
  expect(exchanges(scene)).toBe(0);
  expect(await credentialsOf(scene)).toEqual([]);
}

describe("T20: an answer that arrives somewhere else", () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene({ style: "notion", mode: "personal" });
    await makeEndpointOf(scene.project.projectId, "Support", [scene.server]);
  });

  test("in another person's browser is refused, and the right one can still go on", async () => {
    const back = await signedIn(scene);
    const text = await pageOf(await arrive(back, await joined(scene)));
    expect(text).toContain("another browser, or by somebody else");
    await expectNothing(scene);
    expect(await outcomeOf(await arrive(back, scene.admin), scene.admin)).toMatchObject({
      outcome: "connected",
    });
  });

  test("in another session of the same person is refused", async () => {
    const back = await signedIn(scene);
    const now = new Date();
    const device = { ip: null, userAgent: null };
    const token = await createSession(db(), scene.admin.userId, device, now);
    const person = await findPersonByToken(token, now);
    const caller = { person, requestId: "r", ip: null, now };
    const text = await pageOf(await serveCallback(back.searchParams, caller));
    expect(text).toContain("another browser, or by somebody else");
    await expectNothing(scene);
  });

  test("without a session says so, with a way to sign in", async () => {
    const text = await pageOf(await arrive(await signedIn(scene), null));
    expect(text).toContain("You are signed out of Gatehouse");
    expect(text).toContain('href="/login"');
    await expectNothing(scene);
  });

  test.each([
    ["no state", ""],
    ["an unknown state", "state=none&code=x"],
    ["two states", "state=a&state=b&code=x"],
    ["an endless state", `state=${"a".repeat(5_000)}&code=x`],
  ])("with %s is nobody's", async (_name, query) => {
    const response = await arrive(`http://localhost:3000/connect/callback?${query}`, scene.admin);
    expect(await pageOf(response)).toContain("This sign-in is not known here");
  });

  test("is not completed by a look at the address (HEAD)", () => {
    expect(HEAD().status).toBe(405);
  });
});

describe("an answer that is used", () => {
  test("twice counts once", async () => {
    const scene = await openScene({ style: "notion" });
    const back = await signedIn(scene);
    const both = await Promise.all([arrive(back, scene.admin), arrive(back, scene.admin)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect(await pageOf(await arrive(back, scene.admin))).toContain("has been completed before");
    expect(exchanges(scene)).toBe(1);
  });

  test("after ten minutes says so on the page the person left, and its code goes nowhere", async () => {
    const scene = await openScene({ style: "notion" });
    const back = await signedIn(scene);
    const person = scene.admin.person;
    const now = new Date(Date.now() + 10 * 60_000 + 1_000);
    const caller = { person, requestId: "r", ip: null, now };
    const response = await serveCallback(back.searchParams, caller);
    expect(await outcomeOf(response, scene.admin)).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("longer than ten minutes"),
    });
    await expectNothing(scene);
  });

  test("is forgotten an hour after its end", async () => {
    const scene = await openScene({ style: "notion" });
    await signedIn(scene);
    const where = { serverId: scene.server.id };
    const [row] = await db().connectionAttempt.findMany({ where });
    await purgeAttempts(new Date(Date.now() + 3_600_000));
    expect(await db().connectionAttempt.count({ where })).toBe(1);
    await purgeAttempts(new Date((row?.expiresAt.getTime() ?? 0) + 3_600_001));
    expect(await db().connectionAttempt.count({ where })).toBe(0);
  });

  test("is told to nobody else", async () => {
    const scene = await openScene({ style: "notion" });
    await connect(scene);
    const row = await db().connectionAttempt.findFirstOrThrow({
      where: { serverId: scene.server.id },
    });
    const other = await testPerson();
    expect(await readAttempt(scene.admin.userId, row.id)).not.toBeNull();
    expect(await readAttempt(other.userId, row.id)).toBeNull();
    expect(row.sealed).toBe("");
  });
});

describe("what changed meanwhile", () => {
  test("a server that was deleted is said to be gone", async () => {
    const scene = await openScene({ style: "notion" });
    const back = await signedIn(scene);
    await deleteServer(adminNow(scene), { id: scene.server.id });
    const text = await pageOf(await arrive(back, scene.admin));
    expect(text).toContain("its server has been deleted");
    expect(exchanges(scene)).toBe(0);
  });

  test("a server on another host gets nothing (T84)", async () => {
    const scene = await openScene({ style: "notion" });
    const back = await signedIn(scene);
    const other = await opened(startGuardedUpstream({ authority: () => scene.pair.authority }));
    await allowUpstream(other);
    await updateServer(adminNow(scene), { id: scene.server.id, url: other.url });
    expect(await outcomeOf(await arrive(back, scene.admin), scene.admin)).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("was changed while you signed in"),
    });
    await expectNothing(scene);
  });

  test("a person who lost the permission keeps nothing", async () => {
    const scene = await openScene({ style: "notion" });
    const chief = await joined(scene, "admin");
    const back = await signedIn(scene, {}, chief);
    await db().membership.deleteMany({ where: { userId: chief.userId } });
    expect(await outcomeOf(await arrive(back, chief), chief)).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("no longer connect this server"),
    });
    await expectNothing(scene);
  });

  test("a connection is not begun for a manner that is no longer the server's", async () => {
    const scene = await openScene({ style: "notion" });
    const { admin, server } = scene;
    const actor = { ...admin, sessionId: admin.person.sessionId };
    const input = { server: server.id, mode: "personal" as const };
    await expect(
      beginConnection(actor, { ...input, returnTo: { page: "connections" } }),
    ).rejects.toMatchObject({ code: "conflict", details: { reason: "changed" } });
  });
});
