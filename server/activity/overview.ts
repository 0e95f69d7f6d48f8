import type { Ctx } from "@/server/access/access";
import { type Call, listCalls } from "@/server/activity/queries";
import { type Spike, spikesOf } from "@/server/activity/spikes";
import { type CredentialAttention, credentialsInNeed } from "@/server/credentials/attention";
import { toStatus } from "@/server/endpoints/groups";
import { endpointScope } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import type { ServerStatus } from "@/server/servers/schema";

export type Overview = {
  setup: Setup;
  /** Null for who may not see the record of calls. */
  recent: Call[] | null;
  spikes: Spike[] | null;
  /** Null for who may not see servers. */
  attention:
    | {
        slug: string;
        name: string;
        status: ServerStatus;
        statusReason: string | null;
        disabledAt: null;
      }[]
    | null;
  /** Accounts at servers that work; null for who may not change servers. */
  accounts: CredentialAttention[] | null;
};

/** How far the project has come from nothing to its first call. */
type Setup = {
  servers: number;
  endpoints: number;
  tools: number;
  clients: number;
  called: boolean;
  /** Where the next step is taken. */
  endpointSlug: string | null;
};

/** What the overview shows, each part only to those who may see it. */
export async function getOverview(ctx: Ctx): Promise<Overview> {
  const { projectId } = ctx.access.where("project.read");
  const mayRead = ctx.access.can("activity.read");
  const maySeeServers = ctx.access.can("server.read");
  const mayEditServers = ctx.access.can("server.edit");
  const [setup, recent, spikes, attention, accounts] = await Promise.all([
    setupOf(ctx, projectId),
    mayRead ? listCalls(ctx, { limit: 8, method: "tools/call" }) : null,
    mayRead ? spikesOf(ctx) : null,
    maySeeServers ? serversInNeed(projectId) : null,
    mayEditServers ? credentialsInNeed(projectId, ctx.now) : null,
  ]);
  return { setup, recent: recent?.items ?? null, spikes, attention, accounts };
}

/** Counts only what the person may see. */
async function setupOf(ctx: Ctx, projectId: string): Promise<Setup> {
  const scope = await endpointScope(db(), ctx, "endpoint.read");
  const visible = scope === null ? { projectId } : { projectId, id: { in: scope } };
  const here = { endpoint: visible };
  const [servers, endpoints, tools, clients, first, called] = await Promise.all([
    db().mcpServer.count({ where: { projectId } }),
    db().mcpEndpoint.count({ where: visible }),
    db().endpointTool.count({ where: { ...here, disabledAt: null } }),
    db().oAuthGrant.count({ where: here }),
    db().mcpEndpoint.findFirst({
      where: visible,
      orderBy: { createdAt: "asc" },
      select: { slug: true },
    }),
    wasCalled(projectId),
  ]);
  return { servers, endpoints, tools, clients, called, endpointSlug: first?.slug ?? null };
}

async function wasCalled(projectId: string): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "overview.called",
    text: `SELECT 1 FROM "ActivityLog" WHERE "projectId" = $1 AND "method" = 'tools/call' LIMIT 1`,
    values: [projectId],
  });
  return rowCount === 1;
}

async function serversInNeed(projectId: string) {
  const rows = await db().mcpServer.findMany({
    where: { projectId, disabledAt: null, status: { not: "connected" } },
    orderBy: { name: "asc" },
    take: 20,
    select: { slug: true, name: true, status: true, statusReason: true },
  });
  return rows.map((row) => ({ ...row, status: toStatus(row.status), disabledAt: null }));
}
