// In: an endpoint's slug as somebody gave it. Out: its row, in the caller's project and within their rules, or the one
// answer for what is not there and what is not theirs.

import { type Access, type Ctx, notFound } from "@/server/access/access";
import type { EndpointPermission } from "@/server/access/actions";
import type { Tx } from "@/server/infra/db";

/** Tenant wall, role and conditions in one expression. */
export async function requireEndpoint(
  tx: Tx,
  ctx: Ctx,
  permission: EndpointPermission,
  slug: string,
) {
  ctx.access.requireSome(permission);
  const row = await tx.mcpEndpoint.findFirst({
    where: { projectId: ctx.access.projectId, slug },
    select: {
      id: true,
      slug: true,
      name: true,
      description: true,
      maxAccessSeconds: true,
      disabledAt: true,
      requestFilterSince: true,
      requestFilterTypes: true,
      responseFilterSince: true,
      responseFilterTypes: true,
      createdAt: true,
    },
  });
  if (!row) throw notFound("endpoint");
  requireFor(ctx.access, permission, row);
  return row;
}

/** Throws `forbidden` for an endpoint one may see, `not_found` for any other that the permission is not held for. */
function requireFor(
  access: Access,
  permission: EndpointPermission,
  endpoint: { name: string },
): void {
  if (access.can(permission, endpoint)) return;
  if (!access.can("endpoint.read", endpoint)) throw notFound("endpoint");
  access.require(permission, endpoint);
}

/** As `requireEndpoint`, and nobody else changes it, its servers and tools until the transaction ends. */
export async function lockEndpoint(tx: Tx, ctx: Ctx, permission: EndpointPermission, slug: string) {
  const { projectId } = ctx.access;
  // First the lock, then the look: the name that is judged is the one that is changed.
  await tx.$queryRaw`SELECT 1 FROM "McpEndpoint" WHERE "slug" = ${slug} AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  return requireEndpoint(tx, ctx, permission, slug);
}

/** The condition of a query for the endpoints that the permission is held for; throws `forbidden` when there can be none. */
export async function whereEndpoints(
  tx: Tx,
  ctx: Ctx,
  permission: EndpointPermission,
): Promise<{ projectId: string; id?: { in: string[] } }> {
  ctx.access.requireSome(permission);
  const { projectId } = ctx.access;
  const ids = await endpointScope(tx, ctx, permission);
  return ids === null ? { projectId } : { projectId, id: { in: ids } };
}

/** Ids of the endpoints that the permission is held for; null = of every one the project has and had. */
export async function endpointScope(
  tx: Tx,
  ctx: Ctx,
  permission: EndpointPermission,
): Promise<string[] | null> {
  const { projectId, rights } = ctx.access;
  if (rights.holdsAll(permission)) return null;
  if (!ctx.access.canSome(permission)) return [];
  const rows = await tx.mcpEndpoint.findMany({
    where: { projectId },
    select: { id: true, name: true },
  });
  return rows.filter((row) => ctx.access.can(permission, row)).map(({ id }) => id);
}

/** What the person may do with an endpoint, for its page. */
export function mayWith(access: Access, endpoint: { name: string }) {
  return {
    edit: access.can("endpoint.edit", endpoint),
    delete: access.can("endpoint.delete", endpoint),
    connect: access.can("endpoint.connect", endpoint),
  };
}

/** How records name an endpoint. */
export function subjectOf(endpoint: { id: string; name: string }) {
  return { type: "endpoint", id: endpoint.id, name: endpoint.name };
}
