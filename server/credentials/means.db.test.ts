import { beforeEach, expect, test } from "vitest";
import { replaceClients } from "@/server/credentials/registrations";
import { bus } from "@/server/infra/bus";
import { db, transaction } from "@/server/infra/db";
import { allowEgress } from "@/server/testing/corridor";
import {
  callWhoami,
  expire,
  openSignedInCorridor,
  rowOf,
  type SignedInCorridor,
} from "@/server/testing/signed-in-corridor";
import {
  startUpstreamAuthorizationServer,
  type UpstreamAuthorizationServer,
} from "@/server/testing/upstream-authorization-server";
import { closeServers, opened, type Pair, startPair } from "@/server/testing/upstream-sign-in";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";

closeServers();

let moved: UpstreamAuthorizationServer | null;
let pair: Pair;
let corridor: SignedInCorridor;

beforeEach(async () => {
  moved = null;
  pair = await startPair({ style: "notion" }, { authority: () => moved ?? pair.authority });
  corridor = await openSignedInCorridor(pair, "shared");
});

async function keepClient(client: RegisteredClient): Promise<void> {
  const { server, userId } = corridor;
  const by = { userId, userName: "Ada", now: new Date() };
  await transaction((tx) => replaceClients(tx, { ...server, name: "Guarded" }, client, by));
}

test("a server that moves to another authorization server needs a new sign-in, and nobody gets the old tokens (T48)", async () => {
  const other = await opened(startUpstreamAuthorizationServer({ style: "notion" }));
  await allowEgress(other.hostPort);
  moved = other;
  expect(await callWhoami(corridor)).toMatchObject({ reason: "connection_required" });
  expect(other.grants("refresh_token")).toBe(0);
  expect(pair.authority.grants("refresh_token")).toBe(0);
  expect((await rowOf(corridor, null)).statusReason).toMatch(/somewhere else/);
});

test("a sign-in made with a client that was replaced is not renewed with the other", async () => {
  const { client } = corridor.signedIn;
  await keepClient({ ...client, origin: "entered", clientId: "another" });
  await expire(corridor, null);
  expect(await callWhoami(corridor)).toMatchObject({ reason: "connection_required" });
  expect(pair.authority.grants("refresh_token")).toBe(0);
  expect((await rowOf(corridor, null)).statusReason).toMatch(/client .* has been replaced/);
});

test("a client secret that no longer counts is told to administrators, and once mended nobody signs in again", async () => {
  const { client } = corridor.signedIn;
  await keepClient({ ...client, origin: "entered", clientSecret: "expired" });
  await expire(corridor, null);
  expect(await callWhoami(corridor)).toMatchObject({ reason: "upstream_unreachable" });
  expect(await rowOf(corridor, null)).toMatchObject({ needsSignInSince: null, refreshFailures: 1 });
  const where = { id: corridor.server.id };
  const { status, statusReason } = await db().mcpServer.findUniqueOrThrow({ where });
  expect(status).toBe("needs_sign_in");
  expect(statusReason).toMatch(/Enter its id and secret again/);
  await keepClient({ ...client, origin: "entered" });
  const data = { refreshNotBefore: null };
  await db().serverCredential.updateMany({ where: { serverId: where.id }, data });
  await bus().settled();
  expect(await callWhoami(corridor)).toMatchObject({ text: "ana" });
  const after = await db().mcpServer.findUniqueOrThrow({ where });
  expect(after).toMatchObject({ status: "connected", statusReason: null });
});
