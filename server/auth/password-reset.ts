// In: an administrator's wish that somebody sets a new password, then the link they were given. Out: the link, then the
// password. Promises that a link is kept as its hash, works once and for 24 hours, that a newer one replaces it, and that
// the new password ends every session.
import { notFound } from "@/server/access/access";
import { type Author, record } from "@/server/audit/record";
import { hashPassword } from "@/server/auth/password";
import type { ResetPassword, ResetToken } from "@/server/auth/schema";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { randomToken, sha256 } from "@/server/core/ids";
import { db, type Tx, transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { forgetResetLinks, resetPrefix } from "@/server/members/reset-links";
import type { PersonRef } from "@/server/members/schema";
import { requireInstallationAdmin } from "@/server/settings/administrators";

const validMs = 24 * 3_600_000;
/** Per address, for tokens that are none, and for passwords to hash. */
const misses: Limit = { name: "reset_open", points: 30, seconds: 900 };
const tries: Limit = { name: "reset", points: 20, seconds: 900 };

type Stored = { userId: string; expiresAt: string };

const keyOf = (token: string) => `${resetPrefix}${sha256(token)}`;

export type ResetLink = { email: string; url: string; expiresAt: Date };

/** A link to set a new password with, shown this once to the administrator who passes it on. */
export async function createResetLink(actor: Actor, input: PersonRef): Promise<ResetLink> {
  const token = randomToken();
  const expiresAt = new Date(actor.now.getTime() + validMs);
  const email = await transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const person = await tx.user.findUnique({
      where: { id: input.person },
      select: { id: true, name: true, email: true, disabledAt: true },
    });
    if (!person) throw notFound("person");
    if (person.disabledAt)
      throw new AppError("conflict", `${person.name} is disabled. Enable them first.`);
    await forgetResetLinks(tx, person.id);
    const value: Stored = { userId: person.id, expiresAt: expiresAt.toISOString() };
    await tx.instanceSetting.create({ data: { key: keyOf(token), value } });
    await record(tx, actor, {
      action: "person.reset_link_made",
      projectId: null,
      subject: { type: "user", id: person.id, name: person.name },
      after: { expiresAt },
    });
    return person.email;
  });
  return { email, url: `${env().publicUrl}/reset/${token}`, expiresAt };
}

type Visitor = Omit<Author, "userId" | "userName">;

/** Whose password the link sets; null for one that does not work, or not any more. */
export async function openReset(
  { ip, now }: Pick<Visitor, "ip" | "now">,
  { token }: ResetToken,
): Promise<{ email: string } | null> {
  const found = await findReset(db(), token, now);
  if (!found) await takePoint(misses, ip ?? "unknown");
  return found ? { email: found.email } : null;
}

/** Sets the password and ends every session of the person. Throws `conflict` for a link that does not work. */
export async function resetPassword(
  visitor: Visitor,
  input: ResetPassword,
): Promise<{ email: string }> {
  await takePoint(tries, visitor.ip ?? "unknown");
  if (!(await findReset(db(), input.token, visitor.now))) throw ended();
  const passwordHash = await hashPassword(input.password);
  return transaction(async (tx) => {
    const found = await findReset(tx, input.token, visitor.now);
    // Of two who use it at once, one deletes it.
    const { count } = await tx.instanceSetting.deleteMany({ where: { key: keyOf(input.token) } });
    if (!found || count === 0) throw ended();
    await tx.user.update({ where: { id: found.id }, data: { passwordHash } });
    const { count: sessions } = await tx.session.updateMany({
      where: { userId: found.id, revokedAt: null, expiresAt: { gt: visitor.now } },
      data: { revokedAt: visitor.now },
    });
    await record(
      tx,
      { ...visitor, userId: found.id, userName: found.name },
      {
        action: "person.password_reset",
        projectId: null,
        subject: { type: "user", id: found.id, name: found.name },
        after: { sessions },
      },
    );
    return { email: found.email };
  });
}

async function findReset(tx: Tx, token: string, now: Date) {
  const row = await tx.instanceSetting.findUnique({ where: { key: keyOf(token) } });
  // Only this file writes these rows.
  const stored = row?.value as Stored | undefined;
  if (!stored || new Date(stored.expiresAt) <= now) return null;
  return tx.user.findFirst({
    where: { id: stored.userId, disabledAt: null },
    select: { id: true, name: true, email: true },
  });
}

function ended(): AppError {
  return new AppError(
    "conflict",
    "This link does not work any more. Ask an administrator of the installation for a new one.",
    { details: { reason: "reset_link" } },
  );
}
