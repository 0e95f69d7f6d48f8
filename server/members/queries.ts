import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";
import { inForce } from "@/server/projects/membership";
import { roleName } from "@/server/roles/names";

/** Everybody of the installation with the projects they are in now; the door has checked that an administrator asks. */
export async function listPeople({ now }: Pick<Actor, "now">) {
  const rows = await db().user.findMany({
    select: {
      id: true,
      name: true,
      email: true,
      instanceAdminSince: true,
      disabledAt: true,
      lastSeenAt: true,
      createdAt: true,
      memberships: {
        where: { roles: { some: inForce(now) } },
        select: {
          roles: {
            where: inForce(now),
            select: { role: true, custom: { select: { name: true } } },
          },
          project: { select: { slug: true, name: true } },
        },
        orderBy: { createdAt: "asc" },
      },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 500,
  });
  return rows.map(({ instanceAdminSince, memberships, ...row }) => ({
    ...row,
    isAdmin: instanceAdminSince !== null,
    projects: memberships.map(({ roles, project }) => ({
      ...project,
      role: roles.map(roleName).join(", "),
    })),
  }));
}
