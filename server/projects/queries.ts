import type { Ctx } from "@/server/access/access";
import { catalogue, type Permission, permissions } from "@/server/access/actions";
import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";
import { isMember } from "@/server/projects/membership";
import { administratorNames } from "@/server/roles/administrators";

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
    where: { memberships: { some: { userId, ...isMember(now) } } },
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
  return {
    project,
    permissions: allowed,
    denied,
    administrators: await administratorNames(projectId, ctx.now),
  };
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
