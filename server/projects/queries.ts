import type { Ctx } from "@/server/access/access";
import { catalogue, type Permission, permissions } from "@/server/access/actions";
import { builtinRoles } from "@/server/access/builtin-roles";
import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";

const shown = {
  id: true,
  slug: true,
  name: true,
  defaultAccessSeconds: true,
  createdAt: true,
} as const;

export type ProjectLink = { slug: string; name: string };

/** The projects the person is a member of now, by name. */
export async function listMyProjects({ userId, now }: Actor): Promise<ProjectLink[]> {
  return db().project.findMany({
    where: {
      memberships: { some: { userId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } },
    },
    select: { slug: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

type Denial = { permission: Permission; sentence: string };

/** The project, what the person may do in it, and a sentence for each thing they may not. */
export async function getProject(ctx: Ctx) {
  const { projectId } = ctx.access.where("project.read");
  const project = await db().project.findUniqueOrThrow({ where: { id: projectId }, select: shown });
  const allowed = ctx.access.list();
  const denied: Denial[] = permissions
    .filter((permission) => !allowed.includes(permission))
    .map((permission) => ({ permission, sentence: `Needs “${catalogue[permission]}”` }));
  return { project, permissions: allowed, denied, administrators: await administrators(projectId) };
}

/** Names of people who can grant what is missing. */
async function administrators(projectId: string): Promise<string[]> {
  const full = Object.entries(builtinRoles).filter(
    ([, role]) => role.permissions.length === permissions.length,
  );
  const rows = await db().membership.findMany({
    where: { projectId, role: { in: full.map(([key]) => key) }, user: { disabledAt: null } },
    select: { user: { select: { name: true } } },
    orderBy: { createdAt: "asc" },
    take: 3,
  });
  return rows.map((row) => row.user.name);
}

/** What deleting the project would end, in numbers. */
export async function getProjectSize(ctx: Ctx) {
  const where = ctx.access.where("project.read");
  const [servers, endpoints, grants, members] = await Promise.all([
    db().mcpServer.count({ where }),
    db().mcpEndpoint.count({ where }),
    db().oAuthGrant.count({
      where: { endpoint: where, revokedAt: null, expiresAt: { gt: ctx.now } },
    }),
    db().membership.count({ where }),
  ]);
  return { servers, endpoints, grants, members };
}
