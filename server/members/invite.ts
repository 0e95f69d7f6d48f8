import { type Ctx, notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId, randomToken, sha256 } from "@/server/core/ids";
import { type Tx, transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { requireFuture } from "@/server/members/change-roles";
import { roleWords } from "@/server/members/find";
import { readRoles } from "@/server/members/invitation";
import type { GivenRole, InvitationRef, InviteMembers } from "@/server/members/schema";
import { requireAssignable } from "@/server/roles/assign";
import type { FoundRole } from "@/server/roles/find";

/** How long a link works. */
const validMs = 24 * 3_600_000;
const making: Limit = { name: "invite", points: 60, seconds: 3_600 };
/** Beyond this nobody knows any more who was invited. */
const maxPending = 500;

/** A link to hand on; it is kept nowhere and cannot be shown again. */
export type InvitationLink = { id: string; email: string; url: string; expiresAt: Date };

/**
 * Links that make people members, one for each address; an earlier link for the same address stops working. Who is a
 * member already gets none and is named in `members`.
 */
export async function inviteMembers(
  ctx: Ctx,
  input: InviteMembers,
): Promise<{ links: InvitationLink[]; members: string[] }> {
  ctx.access.require("member.edit");
  await takePoint(making, ctx.userId);
  requireFuture(input.roles, ctx.now);
  return transaction(async (tx) => {
    const found = await requireAssignable(
      tx,
      ctx,
      input.roles.map(({ role }) => role),
    );
    const emails = [...new Set(input.emails)];
    const members = await membersAmong(tx, ctx, emails);
    const links: InvitationLink[] = [];
    for (const email of emails.filter((one) => !members.includes(one))) {
      await withdrawEarlier(tx, ctx, email);
      links.push(await insertInvitation(tx, ctx, email, input.roles, found));
    }
    await requireRoom(tx, ctx);
    return { links, members };
  });
}

/** A new link for another 24 hours in place of one that was lost or has run out; the old one stops working. */
export async function renewInvitation(ctx: Ctx, input: InvitationRef): Promise<InvitationLink> {
  ctx.access.require("member.edit");
  await takePoint(making, ctx.userId);
  return transaction(async (tx) => {
    const { id, email, roles } = await requirePending(tx, ctx, input);
    requireFuture(roles, ctx.now);
    await requireAssignable(
      tx,
      ctx,
      roles.map(({ role }) => role),
    );
    const link = newLink(ctx.now);
    // From now on it is the invitation of who renewed it, and as good as what they may give.
    const data = { tokenHash: link.hash, expiresAt: link.expiresAt, invitedById: ctx.userId };
    const { count } = await tx.invitation.updateMany({ where: pending(ctx, id), data });
    if (count === 0) throw notFound("invitation");
    await record(tx, ctx, {
      action: "invitation.renewed",
      projectId: ctx.projectId,
      subject: { type: "invitation", id, name: email },
      after: { expiresAt: link.expiresAt },
    });
    return { id, email, url: link.url, expiresAt: link.expiresAt };
  });
}

/** Nobody joins by it any more. */
export async function revokeInvitation(ctx: Ctx, input: InvitationRef): Promise<void> {
  ctx.access.require("member.edit");
  await transaction(async (tx) => {
    const { id, email } = await requirePending(tx, ctx, input);
    const { count } = await tx.invitation.updateMany({
      where: pending(ctx, id),
      data: { revokedAt: ctx.now },
    });
    if (count === 0) throw notFound("invitation");
    await record(tx, ctx, {
      action: "invitation.revoked",
      projectId: ctx.projectId,
      subject: { type: "invitation", id, name: email },
    });
  });
}

function pending({ projectId }: Ctx, id: string) {
  return { id, projectId, acceptedAt: null, revokedAt: null };
}

async function requirePending(tx: Tx, ctx: Ctx, { invitation }: InvitationRef) {
  const row = await tx.invitation.findFirst({
    where: pending(ctx, invitation),
    select: { id: true, email: true, roles: true },
  });
  if (!row) throw notFound("invitation");
  return { ...row, roles: readRoles(row.roles) };
}

function newLink(now: Date) {
  const token = randomToken();
  // Never from a header of the request (security: T36).
  const url = `${env().publicUrl}/invite/${token}`;
  return { url, hash: sha256(token), expiresAt: new Date(now.getTime() + validMs) };
}

async function insertInvitation(
  tx: Tx,
  ctx: Ctx,
  email: string,
  roles: readonly GivenRole[],
  found: readonly FoundRole[],
): Promise<InvitationLink> {
  const { hash, url, expiresAt } = newLink(ctx.now);
  const id = newId(ctx.now.getTime());
  const stored = roles.map(({ role, until }) => ({
    role,
    expiresAt: until?.toISOString() ?? null,
  }));
  await tx.invitation.create({
    data: {
      ...{ id, projectId: ctx.projectId, email, tokenHash: hash, expiresAt, roles: stored },
      ...{ createdAt: ctx.now, invitedById: ctx.userId },
    },
  });
  await record(tx, ctx, {
    action: "invitation.created",
    projectId: ctx.projectId,
    subject: { type: "invitation", id, name: email },
    after: { expiresAt, roles: wordsOf(roles, found) },
  });
  return { id, email, url, expiresAt };
}

function wordsOf(roles: readonly GivenRole[], found: readonly FoundRole[]): string[] {
  return roles.map(({ role, until }) => {
    const name = found.find(({ key }) => key === role)?.name ?? role;
    return roleWords({ name, until });
  });
}

async function membersAmong(tx: Tx, { projectId, now }: Ctx, emails: string[]): Promise<string[]> {
  const inForce = { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const rows = await tx.membership.findMany({
    where: { projectId, user: { email: { in: emails } }, roles: { some: inForce } },
    select: { user: { select: { email: true } } },
  });
  return rows.map(({ user }) => user.email);
}

async function withdrawEarlier(tx: Tx, { projectId, now }: Ctx, email: string): Promise<void> {
  await tx.invitation.updateMany({
    where: { projectId, email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
}

async function requireRoom(tx: Tx, { projectId }: Ctx): Promise<void> {
  const where = { projectId, acceptedAt: null, revokedAt: null };
  if ((await tx.invitation.count({ where })) <= maxPending) return;
  throw new AppError(
    "conflict",
    `At most ${maxPending} invitations wait at a time. Withdraw some first.`,
  );
}
