import { Access, notFound } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { findRights } from "@/server/roles/rights";

/** The condition of a role that counts now. */
export function inForce(now: Date) {
  return { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

/** The condition of a membership with at least one role that counts now; any other is none. */
export function isMember(now: Date) {
  return { user: { disabledAt: null }, roles: { some: inForce(now) } };
}

/** The person's access to a project. *Not there* and *not yours* are the same `not_found`. */
export async function requireMembership(
  slug: string,
  userId: string,
  now: Date,
): Promise<{ projectId: string; access: Access }> {
  const row = await db().membership.findFirst({
    where: { userId, project: { slug }, ...isMember(now) },
    select: { projectId: true, roles: { where: inForce(now), select: { role: true } } },
  });
  if (!row) throw notFound("project");
  const { projectId, roles } = row;
  const rights = await findRights(
    projectId,
    roles.map(({ role }) => role),
  );
  return { projectId, access: new Access(projectId, rights) };
}
