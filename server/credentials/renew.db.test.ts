import { describe, expect, test, vi } from "vitest";
import { credentialBinding } from "@/server/credentials/binding";
import { type HeldCredential, readHeld } from "@/server/credentials/held";
import { keepFresh } from "@/server/credentials/keep-fresh";
import { findMeans } from "@/server/credentials/means";
import { openAccess } from "@/server/credentials/open";
import { readPair, writePair } from "@/server/credentials/pair";
import { renew } from "@/server/credentials/renew";
import { keepRenewed } from "@/server/credentials/renewals";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { sealForProject, unseal } from "@/server/infra/seal";
import { askModern } from "@/server/testing/corridor-client";
import {
  callWhoami as call,
  connectAs,
  expire,
  openSignedInCorridor,
  rowOf,
  type SignedInCorridor,
} from "@/server/testing/signed-in-corridor";
import { closeServers, type Pair, startPair } from "@/server/testing/upstream-sign-in";
import { refreshTokens } from "@/server/upstream/oauth/refresh";

closeServers();

const now = () => new Date();

const calls = ({ upstream }: Pair) =>
  upstream.requests.filter(({ rpcMethod }) => rpcMethod === "tools/call").length;

async function scene(mode: "shared" | "personal" = "shared") {
  const pair = await startPair({ style: "notion" });
  const corridor = await openSignedInCorridor(pair, mode);
  const owner = mode === "personal" ? corridor.userId : null;
  if (owner) await connectAs(corridor, "ana");
  return { pair, corridor, owner };
}

async function heldOf(corridor: SignedInCorridor, owner: string | null): Promise<HeldCredential> {
  const held = await readHeld(corridor.server.id, owner);
  if (!held) throw new Error("nothing stored");
  return held;
}

async function pairOf(corridor: SignedInCorridor, owner: string | null) {
  const row = await rowOf(corridor, owner);
  return readPair(await unseal(row.sealed, credentialBinding(corridor.server, row)));
}

/** Puts other tokens in the place of those stored. */
async function plant(corridor: SignedInCorridor, tokens: Parameters<typeof writePair>[0]) {
  const row = await rowOf(corridor, null);
  const binding = credentialBinding(corridor.server, row);
  const sealed = await sealForProject(corridor.projectId, writePair(tokens), binding);
  await db().serverCredential.update({ where: { id: row.id }, data: { sealed } });
  await bus().settled();
}

/** Changes what is stored of the corridor's credential, and waits until every cache heard of it. */
async function change(
  { server }: SignedInCorridor,
  data: Parameters<ReturnType<typeof db>["serverCredential"]["updateMany"]>[0]["data"],
) {
  await db().serverCredential.updateMany({ where: { serverId: server.id }, data });
  await bus().settled();
}

const serverOf = ({ server, pair }: SignedInCorridor) => ({
  ...server,
  name: "Guarded",
  url: pair.upstream.url,
});

const accessServer = (corridor: SignedInCorridor) => ({
  ...serverOf(corridor),
  ...{ authMethod: "oauth", headerName: null, credentialMode: "shared" },
});

describe("an expired token", () => {
  test("is renewed before it is used, again and again, with each new refresh token", async () => {
    const { pair, corridor } = await scene();
    for (const round of [1, 2, 3]) {
      await expire(corridor, null);
      expect(await call(corridor)).toMatchObject({ text: "ana", isError: false });
      expect(pair.authority.grants("refresh_token")).toBe(round);
    }
    expect(await rowOf(corridor, null)).toMatchObject({ revision: 4, version: 1, renewable: true });
    expect(pair.upstream.requests.filter(({ rpcMethod }) => rpcMethod === "ping")).toHaveLength(1);
  });

  test("with half a minute left serves, and is renewed behind it", async () => {
    const { corridor } = await scene();
    await expire(corridor, null, -30);
    expect((await call(corridor)).isError).toBe(false);
    await vi.waitFor(async () => expect((await rowOf(corridor, null)).revision).toBe(2));
  });

  test("that cannot be renewed asks for a sign-in and does not reach the server", async () => {
    const { pair, corridor, owner } = await scene("personal");
    await change(corridor, { renewable: false });
    await expire(corridor, owner);
    const before = calls(pair);
    expect(await call(corridor)).toMatchObject({ reason: "connection_required" });
    expect(calls(pair)).toBe(before);
  });
});

test("how long a token lives is judged by the database's clock, whatever this process's says (T102)", async () => {
  const { pair, corridor } = await scene();
  for (const minutes of [-10, 10]) {
    vi.setSystemTime(Date.now() + minutes * 60_000);
    const access = await openAccess(accessServer(corridor), null, now());
    expect(access.held?.revision).toBe(1);
    vi.useRealTimers();
  }
  expect(pair.authority.grants("refresh_token")).toBe(0);
  await expire(corridor, null, 1);
  vi.setSystemTime(Date.now() - 10 * 60_000);
  const { held } = await openAccess(accessServer(corridor), null, now());
  vi.useRealTimers();
  expect(held?.revision).toBe(2);
  const { expiresAt } = await rowOf(corridor, null);
  expect(Math.abs((expiresAt?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(10_000);
});

describe("a token that the server refuses with 401", () => {
  test("is renewed once and the call made again", async () => {
    const { pair, corridor } = await scene();
    await plant(corridor, { ...(await pairOf(corridor, null)), accessToken: "stale" });
    const before = calls(pair);
    expect(await call(corridor)).toMatchObject({ text: "ana", isError: false });
    expect(calls(pair) - before).toBe(2);
    expect(pair.authority.grants("refresh_token")).toBe(1);
  });

  test("though it is new costs one refresh and one more try, and then nothing at all (T53)", async () => {
    const { pair, corridor } = await scene();
    const before = calls(pair);
    pair.authority.holderOf = async () => null;
    expect(await call(corridor)).toMatchObject({ reason: "connection_required" });
    expect(calls(pair) - before).toBe(2);
    expect(pair.authority.grants("refresh_token")).toBe(1);
    await bus().settled();
    for (let turn = 0; turn < 5; turn++)
      expect(await call(corridor)).toMatchObject({ reason: "connection_required" });
    expect(calls(pair) - before).toBe(2);
    expect(pair.authority.grants("refresh_token")).toBe(1);
  });
});

describe("a refresh that was cut off", () => {
  test("between rotation and storage leaves a sign-in to be made, with a reason, and keeps the tools (T52)", async () => {
    const { corridor } = await scene();
    const held = await heldOf(corridor, null);
    const means = await findMeans(serverOf(corridor), held, undefined);
    if ("lost" in means) throw new Error(means.lost);
    const spent = await refreshTokens({ ...means, scopes: null, now: now() });
    expect(spent.kind).toBe("refreshed");
    const refreshingUntil = new Date(Date.now() - 1000);
    await change(corridor, { refreshingUntil });
    await expire(corridor, null);
    expect(await call(corridor)).toMatchObject({ reason: "connection_required" });
    const row = await rowOf(corridor, null);
    expect(row.needsSignInSince).not.toBeNull();
    expect(row.statusReason).toMatch(/cut off/);
    const server = await db().mcpServer.findUniqueOrThrow({ where: { id: corridor.server.id } });
    expect(server).toMatchObject({ status: "needs_sign_in", statusReason: row.statusReason });
    const acts = await db().auditEvent.findMany({
      where: { action: "credential.refused", subjectId: corridor.server.id },
    });
    expect(acts).toMatchObject([{ actorId: null, actorName: "Gatehouse" }]);
    const { message } = await askModern(corridor, "tools/list");
    expect(message.result.tools).toMatchObject([{ name: "whoami" }]);
  });

  test("before the service was asked is made by the next", async () => {
    const { pair, corridor } = await scene();
    const refreshingUntil = new Date(Date.now() - 1000);
    await change(corridor, { refreshingUntil });
    await expire(corridor, null);
    expect((await call(corridor)).isError).toBe(false);
    expect(pair.authority.grants("refresh_token")).toBe(1);
  });
});

describe("while another replica renews it", () => {
  test("a call waits and uses what the other stored", async () => {
    const { pair, corridor } = await scene();
    const { tokens } = corridor.signedIn;
    await expire(corridor, null);
    const refreshingUntil = new Date(Date.now() + 15_000);
    await change(corridor, { refreshingUntil });
    const waiting = call(corridor);
    await vi.waitFor(async () =>
      expect(await db().activityStart.count({ where: { endpointId: corridor.endpoint.id } })).toBe(
        1,
      ),
    );
    const { expiresAt } = tokens;
    const data = { revision: 2, expiresAt, refreshingUntil: null };
    await change(corridor, data);
    expect(await waiting).toMatchObject({ text: "ana", isError: false });
    expect(pair.authority.grants("refresh_token")).toBe(0);
  });
});

describe("a service that does not answer", () => {
  test("is left alone for a while; a token that still lives serves, one that does not fails with clear words", async () => {
    const { pair, corridor } = await scene();
    await pair.authority.close();
    await db().mcpServer.updateMany({ data: { discoveredAt: now() } });
    const held = await heldOf(corridor, null);
    await expect(renew(serverOf(corridor), held, now())).rejects.toMatchObject({
      code: "upstream_unreachable",
      details: { reason: "renewal" },
    });
    await expire(corridor, null, -4);
    expect((await call(corridor)).reason).toBeUndefined();
    await expire(corridor, null);
    const failed = await call(corridor);
    expect(failed).toMatchObject({ reason: "upstream_unreachable" });
    expect(failed.text).toMatch(/has to be renewed/);
    const row = await rowOf(corridor, null);
    expect(row).toMatchObject({
      refreshFailures: 1,
      needsSignInSince: null,
      refreshingUntil: null,
    });
    expect(row.refreshNotBefore?.getTime()).toBeGreaterThan(Date.now());
  });
});

test("tokens renewed for a credential that was taken away meanwhile are given back to the service (T85)", async () => {
  const { pair, corridor } = await scene();
  const seen = await heldOf(corridor, null);
  const means = await findMeans(serverOf(corridor), seen, undefined);
  if ("lost" in means) throw new Error(means.lost);
  const answer = await refreshTokens({ ...means, scopes: null, now: now() });
  if (answer.kind !== "refreshed") throw new Error(answer.kind);
  await db().serverCredential.deleteMany({ where: { id: seen.id } });
  const renewed = { seen, tokens: answer.tokens, means, now: now() };
  await expect(keepRenewed(serverOf(corridor), renewed)).rejects.toMatchObject({
    code: "connection_required",
  });
  const told = pair.authority.requests.filter(({ path }) => path.includes("revocation"));
  expect(told).toHaveLength(2);
});

test("a sign-in that nobody uses is renewed once a day", async () => {
  const { pair, corridor } = await scene();
  await keepFresh(now());
  expect(pair.authority.grants("refresh_token")).toBe(0);
  const dayAgo = new Date(Date.now() - 25 * 3_600_000);
  await change(corridor, { createdAt: dayAgo });
  await keepFresh(now());
  await keepFresh(now());
  expect(pair.authority.grants("refresh_token")).toBe(1);
  expect(await rowOf(corridor, null)).toMatchObject({ revision: 2 });
});
