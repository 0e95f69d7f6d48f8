import { type Ctx, notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { newId } from "@/server/core/ids";
import { hideTools } from "@/server/endpoints/publish";
import { lockEndpoint, subjectOf } from "@/server/endpoints/require";
import type { ConnectServers, DisconnectServer } from "@/server/endpoints/schema";
import { recordTools, type ToolsChanged } from "@/server/endpoints/tools";
import { type Tx, transaction } from "@/server/infra/db";

/** Connects servers of the project. None of their tools is on until somebody turns it on. */
export function connectServers(ctx: Ctx, input: ConnectServers): Promise<{ connected: number }> {
  return transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, ctx, "endpoint.edit", input.endpoint);
    const added = await addServers(tx, ctx, endpoint.id, input.serverIds);
    if (added.length > 0) {
      await record(tx, ctx, {
        action: "endpoint.servers_connected",
        projectId: ctx.projectId,
        subject: subjectOf(endpoint),
        after: { servers: added.map((server) => server.name) },
      });
    }
    return { connected: added.length };
  });
}

/** Takes a server off the endpoint; its tools are neither listed nor callable from then on. */
export function disconnectServer(ctx: Ctx, input: DisconnectServer): Promise<ToolsChanged> {
  return transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, ctx, "endpoint.edit", input.endpoint);
    const link = await tx.endpointServer.findUnique({
      where: { endpointId_serverId: { endpointId: endpoint.id, serverId: input.serverId } },
      select: { id: true, server: { select: { name: true } } },
    });
    if (!link) throw notFound("server");
    const which = { serverTool: { serverId: input.serverId } };
    const hidden = await hideTools(tx, endpoint.id, which, ctx.now);
    await tx.endpointServer.delete({ where: { id: link.id } });
    await record(tx, ctx, {
      action: "endpoint.server_disconnected",
      projectId: ctx.projectId,
      subject: subjectOf(endpoint),
      before: { server: link.server.name },
    });
    await recordTools(tx, ctx, endpoint, hidden, false);
    return { toolIds: hidden.toolIds, enabled: false };
  });
}

/** Returns the servers that were not connected yet; one of another project is not there. */
export async function addServers(
  tx: Tx,
  ctx: Ctx,
  endpointId: string,
  serverIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const wanted = [...new Set(serverIds)];
  const servers = await tx.mcpServer.findMany({
    where: { ...ctx.access.where("server.read"), id: { in: wanted } },
    select: { id: true, name: true, endpoints: { where: { endpointId }, select: { id: true } } },
  });
  if (servers.length !== wanted.length) throw notFound("server");
  const added = servers.filter((server) => server.endpoints.length === 0);
  await tx.endpointServer.createMany({
    data: added.map((server) => ({ id: newId(), endpointId, serverId: server.id })),
  });
  return added.map(({ id, name }) => ({ id, name }));
}
