import type { Ctx } from "@/server/access/access";
import { whereEndpoints } from "@/server/endpoints/require";
import { db, type Tx } from "@/server/infra/db";
import { requireServer } from "@/server/servers/find";
import type { ServerId } from "@/server/servers/schema";

/** What disabling or deleting a server touches, in numbers. */
export type Usage = {
  endpoints: number;
  exposedTools: number;
  /** Authorizations of AI clients, in force now, for endpoints that have the server. */
  clients: number;
};

/** A grant that still opens its endpoint. */
const inForce = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } });

export async function countUsage(tx: Tx, serverId: string, now: Date): Promise<Usage> {
  const endpoints = await tx.endpointServer.count({ where: { serverId } });
  const exposedTools = await tx.endpointTool.count({
    where: { disabledAt: null, serverTool: { serverId, removedAt: null } },
  });
  const clients = await tx.oAuthGrant.count({
    where: { ...inForce(now), endpoint: { servers: { some: { serverId } } } },
  });
  return { endpoints, exposedTools, clients };
}

/** The numbers, and the endpoints behind them. */
export async function serverUsage(ctx: Ctx, input: ServerId) {
  const server = await requireServer(db(), ctx, "server.read", input.id);
  const usage = await countUsage(db(), server.id, ctx.now);
  const seesEndpoints = ctx.access.canSome("endpoint.read");
  return { ...usage, list: seesEndpoints ? await endpointsOf(ctx, server.id) : [] };
}

async function endpointsOf(ctx: Ctx, serverId: string) {
  const rows = await db().mcpEndpoint.findMany({
    where: {
      ...(await whereEndpoints(db(), ctx, "endpoint.read")),
      servers: { some: { serverId } },
    },
    orderBy: { name: "asc" },
    select: {
      id: true,
      slug: true,
      name: true,
      disabledAt: true,
      _count: {
        select: {
          tools: { where: { disabledAt: null, serverTool: { serverId, removedAt: null } } },
          grants: { where: inForce(ctx.now) },
        },
      },
    },
  });
  return rows.map(({ _count, ...endpoint }) => ({
    ...endpoint,
    exposedTools: _count.tools,
    clients: _count.grants,
  }));
}
