// In: a signed-in person. Out: what they may see and change about themselves. Promises that a new password ends every
// other session and gives this one a new token.
import { notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { hashPassword, verifyPassword } from "@/server/auth/password";
import type { Person } from "@/server/auth/person";
import type { ChangePassword, RevokeSession, UpdateProfile } from "@/server/auth/schema";
import { live, revokeOthers, rotateToken } from "@/server/auth/session-store";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { db, transaction } from "@/server/infra/db";
import { clearPoints, type Limit, takePoint } from "@/server/infra/rate-limit";

const passwordTries: Limit = { name: "password", points: 5, seconds: 900 };

export type SignedIn = Actor & { person: Person };

export async function getAccount({ userId }: Actor) {
  const row = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      name: true,
      email: true,
      timeZone: true,
      passwordHash: true,
      instanceAdminSince: true,
      createdAt: true,
    },
  });
  const { passwordHash, instanceAdminSince, ...shown } = row;
  return { ...shown, hasPassword: passwordHash !== null, isAdmin: instanceAdminSince !== null };
}

export async function updateProfile(actor: Actor, input: UpdateProfile): Promise<void> {
  const data = { name: input.name, timeZone: input.timeZone };
  await db().user.update({ where: { id: actor.userId }, data });
}

/** The person's live sessions, this device first, then newest use first. */
export async function listSessions({ userId, now, person }: SignedIn) {
  const rows = await db().session.findMany({
    where: { userId, ...live(now) },
    select: { id: true, ip: true, userAgent: true, createdAt: true, lastSeenAt: true },
    orderBy: { lastSeenAt: "desc" },
    take: 100,
  });
  const shown = rows.map((row) => ({ ...row, current: row.id === person.sessionId }));
  return shown.sort((a, b) => Number(b.current) - Number(a.current));
}

export async function revokeSession(actor: Actor, { id }: RevokeSession): Promise<void> {
  const { count } = await db().session.updateMany({
    where: { id, userId: actor.userId, ...live(actor.now) },
    data: { revokedAt: actor.now },
  });
  if (count === 0) throw notFound("session");
}

export async function revokeOtherSessions({ userId, now, person }: SignedIn) {
  return { revoked: await revokeOthers(db(), userId, person.sessionId, now) };
}

/** Sets a new password. Returns the new token of this session; every older token answers nobody. */
export async function changePassword(actor: SignedIn, input: ChangePassword): Promise<string> {
  const { userId, now, person } = actor;
  await takePoint(passwordTries, userId);
  const { passwordHash } = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  });
  if (!(await verifyPassword(passwordHash, input.current)))
    throw new AppError("bad_request", "The current password is not right.");
  const next = await hashPassword(input.next);
  const token = await transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { passwordHash: next } });
    await revokeOthers(tx, userId, person.sessionId, now);
    await record(tx, actor, {
      action: "account.password_changed",
      projectId: null,
      subject: { type: "user", id: userId, name: actor.userName },
    });
    return rotateToken(tx, person.sessionId);
  });
  await clearPoints(passwordTries, userId);
  return token;
}
