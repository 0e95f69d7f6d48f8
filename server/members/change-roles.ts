import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { type Tx, transaction } from "@/server/infra/db";
import {
  type HeldRole,
  isInForce,
  lockMember,
  requireMayTake,
  roleWords,
} from "@/server/members/find";
import type { ChangeRoles, GivenRole } from "@/server/members/schema";
import { keepingAdministrators, requireAssignable, roleColumns } from "@/server/roles/assign";
import { type FoundRole, requireRole } from "@/server/roles/find";

/**
 * Gives a member these roles in place of those they hold. What stays as it is, others decided; what is new or lasts longer
 * must be the author's to give, what goes or ends sooner theirs to take (security: T34, T35).
 */
export function changeRoles(ctx: Ctx, input: ChangeRoles): Promise<void> {
  ctx.access.require("member.edit");
  return transaction((tx) =>
    keepingAdministrators(tx, [ctx.projectId], async () => {
      const {
        membershipId,
        person,
        roles: before,
      } = await lockMember(tx, ctx.projectId, input.member);
      const held = before.filter((role) => isInForce(role, ctx.now));
      requireFuture(newOrLonger(held, input.roles), ctx.now);
      await requireAssignable(
        tx,
        ctx,
        newOrLonger(held, input.roles).map(({ role }) => role),
      );
      await requireMayTake(tx, ctx, goneOrShorter(held, input.roles));
      const after = await writeRoles(tx, ctx, membershipId, input.roles);
      await record(tx, ctx, {
        action: "member.roles_changed",
        projectId: ctx.projectId,
        subject: { type: "user", ...person },
        before: { roles: held.map(roleWords) },
        after: { roles: after.map(roleWords) },
      });
    }),
  );
}

/** Throws `bad_request` for a role that would have ended before it begins. */
export function requireFuture(roles: readonly GivenRole[], now: Date): void {
  if (roles.every(({ until }) => until === null || until > now)) return;
  throw new AppError("bad_request", "Choose a day from today on for the end of the role.");
}

function newOrLonger(held: readonly HeldRole[], wanted: readonly GivenRole[]): GivenRole[] {
  return wanted.filter(({ role, until }) => {
    const had = held.find(({ key }) => key === role);
    return !had || isSooner(had.until, until);
  });
}

function goneOrShorter(held: readonly HeldRole[], wanted: readonly GivenRole[]): HeldRole[] {
  return held.filter(({ key, until }) => {
    const kept = wanted.find(({ role }) => role === key);
    return !kept || isSooner(kept.until, until);
  });
}

/** No end is later than any. */
function isSooner(one: Date | null, other: Date | null): boolean {
  return one !== null && (other === null || one < other);
}

async function writeRoles(
  tx: Tx,
  { projectId, now }: Ctx,
  membershipId: string,
  wanted: readonly GivenRole[],
): Promise<HeldRole[]> {
  await tx.membershipRole.deleteMany({
    where: { membershipId, role: { notIn: wanted.map(({ role }) => role) } },
  });
  const written: HeldRole[] = [];
  for (const { role: key, until } of wanted) {
    const found: FoundRole = await requireRole(tx, projectId, key);
    await tx.membershipRole.upsert({
      where: { membershipId_role: { membershipId, role: key } },
      create: { id: newId(now.getTime()), membershipId, ...roleColumns(found), expiresAt: until },
      update: { expiresAt: until },
    });
    written.push({ key, name: found.name, until });
  }
  return written;
}
