import { type Ctx, notFound } from "@/server/access/access";
import { isHeld } from "@/server/access/granting";
import { ruleSentence } from "@/server/access/sentences";
import { AppError } from "@/server/core/errors";
import type { Tx } from "@/server/infra/db";
import { type FoundRole, requireRole } from "@/server/roles/find";
import { roleName } from "@/server/roles/names";

/** A role as somebody holds it. */
export type HeldRole = { key: string; name: string; until: Date | null };

export type FoundMember = {
  membershipId: string;
  person: { id: string; name: string };
  roles: HeldRole[];
};

/** A member of the project, whose roles nobody else changes until the transaction ends. */
export async function lockMember(tx: Tx, projectId: string, userId: string): Promise<FoundMember> {
  await tx.$queryRaw`SELECT 1 FROM "Membership"
    WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid FOR UPDATE`;
  const row = await tx.membership.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: {
      id: true,
      user: { select: { id: true, name: true } },
      roles: {
        select: { role: true, expiresAt: true, custom: { select: { name: true } } },
        orderBy: { id: "asc" },
      },
    },
  });
  if (!row) throw notFound("member");
  return { membershipId: row.id, person: row.user, roles: row.roles.map(toHeld) };
}

type StoredHolding = { role: string; expiresAt: Date | null; custom: { name: string } | null };

export function toHeld(row: StoredHolding): HeldRole {
  return { key: row.role, name: roleName(row), until: row.expiresAt };
}

export function isInForce({ until }: Pick<HeldRole, "until">, now: Date): boolean {
  return until === null || until > now;
}

/** “Editor”, “Admin until 2026-12-01 10:00 UTC”: for the record. */
export function roleWords({ name, until }: Omit<HeldRole, "key">): string {
  if (until === null) return name;
  return `${name} until ${until.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Why this person may not take these roles away: nobody takes from others what they do not hold. Null when they may. */
export function takingRefusal({ access }: Ctx, roles: readonly FoundRole[]): string | null {
  const beyond = roles.flatMap(({ rules }) => rules).find((rule) => !isHeld(access.rights, rule));
  return beyond
    ? `You can change only people who hold no more than you, and your roles do not hold: ${ruleSentence(beyond)}`
    : null;
}

/** Throws `forbidden`: otherwise a role that may manage members could empty a project of those above it. */
export async function requireMayTake(
  tx: Tx,
  ctx: Ctx,
  held: readonly { key: string }[],
): Promise<void> {
  const roles: FoundRole[] = [];
  for (const { key } of held) roles.push(await requireRole(tx, ctx.projectId, key));
  const refusal = takingRefusal(ctx, roles);
  if (refusal) throw new AppError("forbidden", refusal, { details: { reason: "not_held" } });
}
