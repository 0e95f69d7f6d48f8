import { type Ctx, notFound } from "@/server/access/access";
import { toFilters } from "@/server/endpoints/filters";
import {
  type GroupSource,
  groupSelect,
  type ToolGroup,
  toGroups,
  toStatus,
} from "@/server/endpoints/groups";
import { mayWith, requireEndpoint, whereEndpoints } from "@/server/endpoints/require";
import type { EndpointRef, PreviewTools } from "@/server/endpoints/schema";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";

/** What AI clients connect to; also its `resource` (RFC 8707). */
export function endpointAddress(slug: string): string {
  return `${env().publicUrl}/mcp/${slug}`;
}

export async function listEndpoints(ctx: Ctx) {
  const live = { revokedAt: null, expiresAt: { gt: ctx.now } };
  const rows = await db().mcpEndpoint.findMany({
    where: await whereEndpoints(db(), ctx, "endpoint.read"),
    orderBy: { name: "asc" },
    take: 500,
    select: {
      id: true,
      slug: true,
      name: true,
      description: true,
      disabledAt: true,
      servers: {
        select: { server: { select: { id: true, name: true, disabledAt: true } } },
        orderBy: { server: { name: "asc" } },
      },
      tools: {
        where: { disabledAt: null, serverTool: { removedAt: null } },
        select: { serverTool: { select: { serverId: true } } },
      },
      _count: { select: { grants: { where: live } } },
    },
  });
  return rows.map((row) => {
    const servers = row.servers.map(({ server }) => server);
    const serving = new Set(servers.filter((one) => one.disabledAt === null).map((one) => one.id));
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      address: endpointAddress(row.slug),
      enabled: row.disabledAt === null,
      servers: servers.map(({ id, name }) => ({ id, name })),
      tools: row.tools.filter(({ serverTool }) => serving.has(serverTool.serverId)).length,
      clients: row._count.grants,
      may: mayWith(ctx.access, row),
    };
  });
}

/** An endpoint with the tools of its servers. Who may not see servers sees the tools that are on. */
export async function getEndpoint(ctx: Ctx, input: EndpointRef) {
  const endpoint = await requireEndpoint(db(), ctx, "endpoint.read", input.endpoint);
  const [servers, rows, clients] = await Promise.all([
    db().mcpServer.findMany({
      where: { endpoints: { some: { endpointId: endpoint.id } } },
      select: groupSelect,
      orderBy: { name: "asc" },
    }),
    db().endpointTool.findMany({
      where: { endpointId: endpoint.id },
      select: { serverToolId: true, exposedName: true, disabledAt: true },
    }),
    db().oAuthGrant.count({
      where: { endpointId: endpoint.id, revokedAt: null, expiresAt: { gt: ctx.now } },
    }),
  ]);
  const groups = toGroups(servers, rows);
  const { id, slug, name, description, maxAccessSeconds, disabledAt, createdAt } = endpoint;
  const details = { id, slug, name, description, maxAccessSeconds, createdAt };
  return {
    ...details,
    filters: toFilters(endpoint),
    address: endpointAddress(endpoint.slug),
    enabled: disabledAt === null,
    clients,
    may: mayWith(ctx.access, endpoint),
    groups: ctx.access.can("server.read") ? groups : groups.map(onlyEnabled),
  };
}

/** The tools an endpoint of these servers could offer, under the names they would have. For who is creating one. */
export async function previewTools(ctx: Ctx, input: PreviewTools): Promise<ToolGroup[]> {
  ctx.access.requireSome("endpoint.create");
  const wanted = [...new Set(input.serverIds)];
  const servers: GroupSource[] = await db().mcpServer.findMany({
    where: { ...ctx.access.where("server.read"), id: { in: wanted } },
    select: groupSelect,
    orderBy: { name: "asc" },
  });
  if (servers.length !== wanted.length) throw notFound("server");
  return toGroups(servers, []);
}

/** The servers somebody may connect to an endpoint. */
export async function listServerChoices(ctx: Ctx) {
  const rows = await db().mcpServer.findMany({
    where: ctx.access.where("server.read"),
    orderBy: { name: "asc" },
    take: 500,
    select: {
      id: true,
      name: true,
      url: true,
      status: true,
      statusReason: true,
      disabledAt: true,
      _count: { select: { tools: { where: { removedAt: null } } } },
    },
  });
  return rows.map(({ status, url, _count, ...row }) => ({
    ...row,
    status: toStatus(status),
    host: new URL(url).host,
    tools: _count.tools,
  }));
}

function onlyEnabled({ server, tools }: ToolGroup): ToolGroup {
  return {
    server: { ...server, statusReason: null },
    tools: tools.filter((tool) => tool.enabled && !tool.gone),
  };
}
