// In: session tokens. Out: who holds them. Promises that a token is kept as its SHA-256, that an idle, expired or
// revoked session answers nobody, and that every answer comes from the database.
import type { Person } from "@/server/auth/person";
import { newId, randomToken, sha256 } from "@/server/core/ids";
import { db, type Tx } from "@/server/infra/db";

const hour = 3_600_000;
const idleMs = 12 * hour;
export const absoluteMs = 7 * 24 * hour;
/** `lastSeenAt` is written at most this often. */
const seenEveryMs = 60_000;

export type Device = { ip: string | null; userAgent: string | null };

/** The condition of a session that still answers. */
export function live(now: Date) {
  return {
    revokedAt: null,
    expiresAt: { gt: now },
    lastSeenAt: { gt: new Date(now.getTime() - idleMs) },
  };
}

/** Opens a session of at most 7 days and returns its token, which is shown to nobody else. */
export async function createSession(
  tx: Tx,
  userId: string,
  device: Device,
  now: Date,
): Promise<string> {
  const token = randomToken();
  await tx.session.create({
    data: {
      id: newId(now.getTime()),
      tokenHash: sha256(token),
      userId,
      ip: device.ip,
      userAgent: device.userAgent?.slice(0, 400) ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + absoluteMs),
    },
  });
  return token;
}

/** Who holds this token: null unless the session is live and the person enabled. */
export async function findPersonByToken(token: string, now: Date): Promise<Person | null> {
  const row = await db().session.findFirst({
    where: { tokenHash: sha256(token), ...live(now), user: { disabledAt: null } },
    select: {
      id: true,
      lastSeenAt: true,
      user: { select: { id: true, name: true, email: true, instanceAdminSince: true } },
    },
  });
  if (!row) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > seenEveryMs) await seen(row.id, row.user.id, now);
  const { id, name, email, instanceAdminSince } = row.user;
  return { id, name, email, instanceAdmin: instanceAdminSince !== null, sessionId: row.id };
}

async function seen(sessionId: string, userId: string, now: Date): Promise<void> {
  await db().session.updateMany({
    where: { id: sessionId, ...live(now) },
    data: { lastSeenAt: now },
  });
  await db().user.updateMany({ where: { id: userId }, data: { lastSeenAt: now } });
}

type Ended = { id: string; user: { id: string; name: string } };

/** Ends the session of this token. Null when it has none that still answers. */
export async function revokeToken(tx: Tx, token: string, now: Date): Promise<Ended | null> {
  const [ended] = await tx.session.updateManyAndReturn({
    where: { tokenHash: sha256(token), ...live(now) },
    data: { revokedAt: now },
    select: { id: true, user: { select: { id: true, name: true } } },
  });
  return ended ?? null;
}

/** Gives the session a new token; the old one answers nobody from here on. */
export async function rotateToken(tx: Tx, sessionId: string): Promise<string> {
  const token = randomToken();
  await tx.session.update({ where: { id: sessionId }, data: { tokenHash: sha256(token) } });
  return token;
}

/** Ends the person's other sessions and says how many there were. */
export async function revokeOthers(
  tx: Tx,
  userId: string,
  keepSessionId: string,
  now: Date,
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { userId, id: { not: keepSessionId }, ...live(now) },
    data: { revokedAt: now },
  });
  return count;
}

/** Deletes sessions past their end. */
export async function deleteExpiredSessions(now: Date): Promise<void> {
  await db().session.deleteMany({ where: { expiresAt: { lt: now } } });
}
