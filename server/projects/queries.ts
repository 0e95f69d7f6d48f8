import { Access, type Ctx } from "@/server/access/access";
import { catalogue, type Permission, permissions } from "@/server/access/actions";
import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";
import { inForce, isMember } from "@/server/projects/membership";
import { administratorNames } from "@/server/roles/administrators";
import { findRights } from "@/server/roles/rights";

const shown = {
  id: true,
  slug: true,
  name: true,
  defaultAccessSeconds: true,
  createdAt: true,
} as const;

export type ProjectLink = { slug: string; name: string };
type MyProject = ProjectLink & { permissions: Permission[] };

/** The projects the person is a member of now, by name, with what they hold there: which sections to offer. */
export async function listMyProjects({ userId, now }: Actor): Promise<MyProject[]> {
  const rows = await db().membership.findMany({
    where: { userId, ...isMember(now) },
    select: {
      project: { select: { id: true, slug: true, name: true } },
      roles: { where: inForce(now), select: { role: true } },
    },
    orderBy: [{ project: { name: "asc" } }, { projectId: "asc" }],
  });
  return Promise.all(
    rows.map(async ({ project: { id, slug, name }, roles }) => {
      const keys = roles.map(({ role }) => role);
      return { slug, name, permissions: new Access(id, await findRights(id, keys)).list() };
    }),
  );
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
