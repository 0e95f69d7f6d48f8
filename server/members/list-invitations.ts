import type { Ctx } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { readRoles } from "@/server/members/invitation";
import { listFound } from "@/server/roles/find";

/** Invitations nobody has accepted, the newest first; also those that have run out, to be renewed. */
export async function listInvitations(ctx: Ctx) {
  const { projectId } = ctx.access.where("member.read");
  const [rows, roles] = await Promise.all([
    db().invitation.findMany({
      where: { projectId, acceptedAt: null, revokedAt: null },
      select: {
        id: true,
        email: true,
        roles: true,
        createdAt: true,
        expiresAt: true,
        invitedBy: { select: { name: true } },
      },
      orderBy: { id: "desc" },
      take: 500,
    }),
    listFound(db(), projectId),
  ]);
  return rows.map(({ roles: given, invitedBy, ...row }) => ({
    ...row,
    invitedBy: invitedBy?.name ?? null,
    expired: row.expiresAt <= ctx.now,
    roles: readRoles(given).map(({ role: key, until }) => ({
      ...{ key, until },
      // A role that was deleted since: the link gives nothing any more.
      name: roles.find((role) => role.key === key)?.name ?? null,
    })),
  }));
}
