import { LRUCache } from "lru-cache";
import { type Author, record } from "@/server/audit/record";
import { newId } from "@/server/core/ids";
import { shared } from "@/server/core/shared";
import type { HeldCredential } from "@/server/credentials/held";
import { db, transaction } from "@/server/infra/db";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";

// What calls and renewals learn of a credential, noted where its owner sees it.

type Named = { id: string; projectId: string; name: string };

/**
 * The service or the server refused it, and only a person can mend that. Noted once, and only while it is still the one
 * that was refused, so that a late answer does not blame its replacement. The row stays, for people to see.
 */
export async function markRefused(
  server: Named,
  held: HeldCredential,
  reason: string,
  now: Date,
): Promise<void> {
  const { id, version, revision, userId } = held;
  if (held.needsSignInSince) return;
  await transaction(async (tx) => {
    const { count } = await tx.serverCredential.updateMany({
      where: { id, version, revision, needsSignInSince: null },
      data: { needsSignInSince: now, statusReason: reason, refreshingUntil: null },
    });
    if (count === 0) return;
    if (userId === null)
      await tx.mcpServer.update({
        where: { id: server.id },
        data: { status: "needs_sign_in", statusReason: reason },
      });
    const owner = userId && (await tx.user.findUnique({ where: { id: userId } }));
    await record(tx, system(now), {
      action: "credential.refused",
      projectId: server.projectId,
      subject: { type: "server", id: server.id, name: server.name },
      after: { reason, mode: userId ? "personal" : "shared", ...(owner ? { of: owner.name } : {}) },
    });
  });
}

const wrongClient =
  "The service no longer accepts the OAuth client of this server. Enter its id and secret again under Credentials.";

/** The service turns away the client that somebody entered, so that no sign-in of this server can be renewed. */
export async function markClient(server: Named, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.mcpServer.updateMany({
      where: {
        id: server.id,
        OR: [{ statusReason: null }, { statusReason: { not: wrongClient } }],
      },
      data: { status: "needs_sign_in", statusReason: wrongClient },
    });
    if (count === 0) return;
    await record(tx, system(now), {
      action: "credential.refused",
      projectId: server.projectId,
      subject: { type: "server", id: server.id, name: server.name },
      after: { reason: wrongClient },
    });
  });
}

/** It is accepted again. */
export async function clearClient(server: Named): Promise<void> {
  await db().mcpServer.updateMany({
    where: { id: server.id, statusReason: wrongClient },
    data: { status: "connected", statusReason: null },
  });
}

/** Nobody is signed in when a service refuses us. */
function system(now: Date): Author {
  return { userId: null, userName: "Gatehouse", requestId: newId(), ip: null, now };
}

/** For the next sign-in to ask for. Many calls that are refused for the same scopes count once. */
export async function wantScopes({ id, version }: HeldCredential, scopes: string[]): Promise<void> {
  await db().serverCredential.updateMany({
    where: { id, version, NOT: { wantedScopes: { hasEvery: scopes } } },
    data: { wantedScopes: scopes, stepUps: { increment: 1 } },
  });
}

/** It was accepted: notes its use about once a minute, and takes back what had been noted against it. Nobody waits. */
export function markAccepted(held: HeldCredential): void {
  touch(held);
  if (!held.needsSignInSince && held.stepUps === 0) return;
  clear(held).catch((error: unknown) =>
    log().warn({ err: error, serverId: held.serverId }, "a credential's state was not noted"),
  );
}

async function clear({ id, version, serverId, userId }: HeldCredential): Promise<void> {
  await transaction(async (tx) => {
    await tx.serverCredential.updateMany({
      where: { id, version },
      data: { needsSignInSince: null, statusReason: null, stepUps: 0 },
    });
    if (userId !== null) return;
    await tx.mcpServer.updateMany({
      where: { id: serverId, status: "needs_sign_in" },
      data: { status: "connected", statusReason: null },
    });
  });
}

const everySeconds = 60;

const touchStatement = `UPDATE "ServerCredential" SET "lastUsedAt" = now() WHERE id = $1
  AND ("lastUsedAt" IS NULL OR "lastUsedAt" < now() - interval '${everySeconds} seconds')`;

function touch({ id }: HeldCredential): void {
  const touched = shared(
    "credentials.touched",
    () => new LRUCache<string, true>({ max: 20_000, ttl: everySeconds * 1000 }),
  );
  if (touched.has(id)) return;
  touched.set(id, true);
  pool()
    .query({ name: "credential.touch", text: touchStatement, values: [id] })
    .catch((error: unknown) => {
      touched.delete(id);
      log().warn({ err: error }, "the use of a credential was not noted");
    });
}
