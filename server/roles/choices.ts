import type { Ctx } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { isMember } from "@/server/projects/membership";

/** The members of the project by name: whom one can ask about. */
export async function listPeople(ctx: Ctx) {
  const { projectId } = ctx.access.where("member.read");
  const rows = await db().membership.findMany({
    where: { projectId, ...isMember(ctx.now) },
    select: { user: { select: { id: true, name: true, email: true } } },
    orderBy: [{ user: { name: "asc" } }, { id: "asc" }],
    take: 2_000,
  });
  return rows.map(({ user }) => user);
}
