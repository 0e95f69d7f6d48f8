import { newId, sha256 } from "@/server/core/ids";
import type { ConnectableServer } from "@/server/credentials/connectable";
import type { CredentialMode } from "@/server/credentials/schema";
import { db } from "@/server/infra/db";
import { type Binding, sealForProject, unseal } from "@/server/infra/seal";
import type { Attempt } from "@/server/upstream/oauth/authorize";

// Sign-ins at services that are under way: found by the hash of their state, used once, within ten minutes, by the person
// and browser session that began them (security: T20).

const livesMs = 10 * 60_000;
/** How long what came of it can still be told. */
const toldMs = 3_600_000;

/** What came of one is remembered for a day, for whoever looks after the project. */
const rememberedMs = 86_400_000;

export type Outcome = "connected" | "declined" | "refused" | "failed";

export type KnownAttempt = {
  id: string;
  serverId: string;
  userId: string;
  sessionId: string;
  mode: CredentialMode;
  returnTo: string;
  sealed: string;
  expiresAt: Date;
  usedAt: Date | null;
};

/** What completing it needs, kept from every browser and reader of the table. */
export type SealedAttempt = Attempt & {
  /** The server's address when the browser left: tokens are for no other. */
  url: string;
};

type Begun = {
  server: ConnectableServer;
  who: { userId: string; sessionId: string };
  mode: CredentialMode;
  returnTo: string;
  attempt: SealedAttempt;
  now: Date;
};

export async function storeAttempt({ server, who, attempt, now, ...rest }: Begun): Promise<void> {
  const id = newId();
  const binding = bindingOf(server, { id, userId: who.userId });
  await db().connectionAttempt.create({
    data: {
      id,
      stateHash: sha256(attempt.state),
      serverId: server.id,
      ...who,
      ...rest,
      sealed: await sealForProject(server.projectId, JSON.stringify(attempt), binding),
      createdAt: now,
      expiresAt: new Date(now.getTime() + livesMs),
    },
  });
}

export async function findAttempt(state: string): Promise<KnownAttempt | null> {
  const row = await db().connectionAttempt.findUnique({ where: { stateHash: sha256(state) } });
  // `storeAttempt` writes no other mode.
  return row && { ...row, mode: row.mode as CredentialMode };
}

/** Takes the one right to complete it, and empties it. False when it was taken before. */
export async function claimAttempt({ id }: KnownAttempt, now: Date): Promise<boolean> {
  const { count } = await db().connectionAttempt.updateMany({
    where: { id, usedAt: null },
    data: { usedAt: now, sealed: "" },
  });
  return count === 1;
}

export async function openAttempt(
  server: Pick<ConnectableServer, "id" | "projectId">,
  attempt: KnownAttempt,
): Promise<SealedAttempt> {
  // Only `storeAttempt` writes what opens here.
  return JSON.parse(await unseal(attempt.sealed, bindingOf(server, attempt))) as SealedAttempt;
}

/** Notes what came of it, for the page where the person arrives. Nothing happens when its server was deleted. */
export async function settleAttempt(
  { id }: KnownAttempt,
  outcome: Outcome,
  reason: string | null,
): Promise<void> {
  await db().connectionAttempt.updateMany({ where: { id }, data: { outcome, reason } });
}

/** What came of a person's own sign-in; null while nothing has, and for anybody else's. */
export async function readAttempt(
  userId: string,
  id: string,
): Promise<{ outcome: Outcome; reason: string | null; server: string } | null> {
  const row = await db().connectionAttempt.findFirst({
    where: { id, userId, outcome: { not: null } },
    select: { outcome: true, reason: true, server: { select: { name: true } } },
  });
  // `settleAttempt` writes no other outcome.
  return row && { outcome: row.outcome as Outcome, reason: row.reason, server: row.server.name };
}

/** Deletes those that nobody can complete or will ask about any more. */
export async function purgeAttempts(now: Date): Promise<void> {
  const before = (ms: number) => ({ expiresAt: { lt: new Date(now.getTime() - ms) } });
  await db().connectionAttempt.deleteMany({
    where: { OR: [{ outcome: null, ...before(toldMs) }, before(rememberedMs)] },
  });
}

function bindingOf(
  server: Pick<ConnectableServer, "id" | "projectId">,
  { id, userId }: { id: string; userId: string },
): Binding {
  return ["ConnectionAttempt", "sealed", id, server.projectId, server.id, userId];
}
