import { Access, notFound } from "@/server/access/access";
import { db } from "@/server/infra/db";

/** The person's access to a project. *Not there* and *not yours* are the same `not_found`. */
export async function requireMembership(
  slug: string,
  userId: string,
): Promise<{ projectId: string; access: Access }> {
  const row = await db().membership.findFirst({
    where: {
      userId,
      project: { slug },
      user: { disabledAt: null },
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
    },
    select: { projectId: true, role: true },
  });
  if (!row) throw notFound("project");
  return { projectId: row.projectId, access: new Access(row) };
}
