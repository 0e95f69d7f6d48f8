import { type Ctx, notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { type Erasable, eraseAndRevoke } from "@/server/credentials/erase";
import { db, type Tx, transaction } from "@/server/infra/db";
import { type Ended, endAccess } from "@/server/members/end-access";
import {
  type FoundMember,
  isInForce,
  lockMember,
  requireMayTake,
  roleWords,
} from "@/server/members/find";
import type { LeaveProject, MemberRef } from "@/server/members/schema";
import { keepingAdministrators } from "@/server/roles/assign";

/**
 * Takes somebody out of the project: their AI clients, MCP sessions and own accounts there end in the same act. Throws
 * `conflict` with reason `last_admin`, `forbidden` for somebody who holds more than the author.
 */
export async function removeMember(ctx: Ctx, input: MemberRef): Promise<Ended> {
  ctx.access.require("member.edit");
  return leaving(ctx, ctx.projectId, async (tx) => {
    const member = await lockMember(tx, ctx.projectId, input.member);
    const held = member.roles.filter((role) => isInForce(role, ctx.now));
    await requireMayTake(tx, ctx, held);
    return member;
  });
}

/** The same by the person themselves, who needs no permission to go. */
export async function leaveProject(actor: Actor, input: LeaveProject): Promise<Ended> {
  return leaving(actor, await requireMine(actor, input), (tx, projectId) =>
    lockMember(tx, projectId, actor.userId),
  );
}

async function requireMine({ userId }: Actor, { slug }: LeaveProject): Promise<string> {
  const where = { userId, project: { slug } };
  const row = await db().membership.findFirst({ where, select: { projectId: true } });
  if (!row) throw notFound("project");
  return row.projectId;
}

async function leaving(
  actor: Actor,
  projectId: string,
  find: (tx: Tx, projectId: string) => Promise<FoundMember>,
): Promise<Ended> {
  const { ended, erased } = await transaction((tx) =>
    keepingAdministrators(tx, [projectId], async () =>
      deleteMember(tx, actor, projectId, await find(tx, projectId)),
    ),
  );
  await eraseAndRevoke(erased);
  return ended;
}

async function deleteMember(
  tx: Tx,
  actor: Actor,
  projectId: string,
  { membershipId, person, roles }: FoundMember,
): Promise<{ ended: Ended; erased: Erasable[] }> {
  const own = person.id === actor.userId;
  const left = await endAccess(tx, actor, {
    ...{ userId: person.id, projectId },
    reason: own ? "The person left the project" : "The person was removed from the project",
  });
  await tx.membership.delete({ where: { id: membershipId } });
  await record(tx, actor, {
    action: own ? "member.left" : "member.removed",
    projectId,
    subject: { type: "user", ...person },
    before: { roles: roles.map(roleWords) },
    after: { ...left.ended },
  });
  return left;
}
