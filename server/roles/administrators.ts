import { db } from "@/server/infra/db";

/** Names of people who can grant what somebody misses, the longest-standing first. */
export async function administratorNames(projectId: string, now: Date): Promise<string[]> {
  const inForce = { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const rows = await db().membership.findMany({
    where: {
      projectId,
      user: { disabledAt: null },
      roles: { some: { role: "admin", ...inForce } },
    },
    orderBy: { createdAt: "asc" },
    take: 3,
    select: { user: { select: { name: true } } },
  });
  return rows.map(({ user }) => user.name);
}
