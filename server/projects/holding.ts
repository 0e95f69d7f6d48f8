import type { ProjectPermission } from "@/server/access/actions";
import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";
import { inForce, isMember } from "@/server/projects/membership";
import { findRights } from "@/server/roles/rights";

/** The projects in which a person holds a permission now: slugs by id. */
export async function projectsHolding(
  { userId, now }: Pick<Actor, "userId" | "now">,
  permission: ProjectPermission,
): Promise<Map<string, string>> {
  const memberships = await db().membership.findMany({
    where: { userId, ...isMember(now) },
    select: {
      projectId: true,
      project: { select: { slug: true } },
      roles: { where: inForce(now), select: { role: true } },
    },
  });
  const held = await Promise.all(
    memberships.map(async ({ projectId, project, roles }) => {
      const rights = await findRights(
        projectId,
        roles.map(({ role }) => role),
      );
      return rights.holdsAll(permission) ? [[projectId, project.slug] as const] : [];
    }),
  );
  return new Map(held.flat());
}
