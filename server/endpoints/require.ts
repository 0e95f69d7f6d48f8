// In: an endpoint's slug as somebody gave it. Out: its row, in the caller's project, or the one answer for
// what is not there and what is not theirs.

import { type Ctx, notFound } from "@/server/access/access";
import type { Permission } from "@/server/access/actions";
import type { Tx } from "@/server/infra/db";

/** Tenant wall and permission in one expression. */
export async function requireEndpoint(tx: Tx, ctx: Ctx, permission: Permission, slug: string) {
  const row = await tx.mcpEndpoint.findFirst({
    where: { ...ctx.access.where(permission), slug },
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
  return row;
}

/** As `requireEndpoint`, and nobody else changes its servers and tools until the transaction ends. */
export async function lockEndpoint(tx: Tx, ctx: Ctx, permission: Permission, slug: string) {
  const row = await requireEndpoint(tx, ctx, permission, slug);
  await tx.$queryRaw`SELECT 1 FROM "McpEndpoint" WHERE "id" = ${row.id}::uuid FOR UPDATE`;
  return row;
}

/** How records name an endpoint. */
export function subjectOf(endpoint: { id: string; name: string }) {
  return { type: "endpoint", id: endpoint.id, name: endpoint.name };
}
