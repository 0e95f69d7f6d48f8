// In: a signed-in person. Out: what they may see and change about themselves. Promises that a new password ends every
// other session and gives this one a new token.
import { notFound } from "@/server/access/access";
import type { AuditAction } from "@/server/audit/actions";
import { type Act, record } from "@/server/audit/record";
import { hashPassword, verifyPassword } from "@/server/auth/password";
import type { Person } from "@/server/auth/person";
import type { ChangePassword, RevokeSession, UpdateProfile } from "@/server/auth/schema";
import { live, revokeOthers, rotateToken } from "@/server/auth/session-store";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { db, type Tx, transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
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
      accounts: { select: { provider: true, createdAt: true } },
    },
  });
  const { passwordHash, instanceAdminSince, accounts, ...shown } = row;
  const { oidc } = env();
  const linked = accounts.find(({ provider }) => provider === oidc?.issuer);
  return {
    ...shown,
    hasPassword: passwordHash !== null && !oidc?.only,
    isAdmin: instanceAdminSince !== null,
    singleSignOn: oidc && {
      host: new URL(oidc.issuer).host,
      linkedAt: linked?.createdAt ?? null,
    },
  };
}

export async function updateProfile(actor: Actor, input: UpdateProfile): Promise<void> {
  const after = { name: input.name, timeZone: input.timeZone };
  await transaction(async (tx) => {
    const where = { id: actor.userId };
    const select = { name: true, timeZone: true } as const;
    const before = await tx.user.findUniqueOrThrow({ where, select });
    if (before.name === after.name && before.timeZone === after.timeZone) return;
    await tx.user.update({ where, data: after });
    await recordOwn(tx, actor, "account.updated", { before, after });
  });
}

type OwnAction = Extract<AuditAction, `account.${string}` | `session.${string}`>;

function recordOwn(
  tx: Tx,
  actor: Actor,
  action: OwnAction,
  change: Pick<Act, "before" | "after"> = {},
): Promise<void> {
  const subject = { type: "user", id: actor.userId, name: actor.userName };
  return record(tx, actor, { action, projectId: null, subject, ...change });
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
  await transaction(async (tx) => {
    const [ended] = await tx.session.updateManyAndReturn({
      where: { id, userId: actor.userId, ...live(actor.now) },
      data: { revokedAt: actor.now },
      select: { ip: true, userAgent: true, createdAt: true },
    });
    if (!ended) throw notFound("session");
    const { createdAt: signedInAt, ip, userAgent } = ended;
    await recordOwn(tx, actor, "session.revoked", { before: { signedInAt, ip, userAgent } });
  });
}

export function revokeOtherSessions(actor: SignedIn): Promise<{ revoked: number }> {
  return transaction(async (tx) => {
    const revoked = await revokeOthers(tx, actor.userId, actor.person.sessionId, actor.now);
    if (revoked > 0) await recordOwn(tx, actor, "session.others_revoked", { after: { revoked } });
    return { revoked };
  });
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
    const sessionsEnded = await revokeOthers(tx, userId, person.sessionId, now);
    await recordOwn(tx, actor, "account.password_changed", { after: { sessionsEnded } });
    return rotateToken(tx, person.sessionId);
  });
  await clearPoints(passwordTries, userId);
  return token;
}
