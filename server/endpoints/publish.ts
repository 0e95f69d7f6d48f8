import { notFound } from "@/server/access/access";
import { newId } from "@/server/core/ids";
import { nameTools } from "@/server/endpoints/names";
import type { Tx } from "@/server/infra/db";

/** The tools whose exposure changed, and how clients call them. */
export type Published = { toolIds: string[]; exposedNames: string[] };

const none: Published = { toolIds: [], exposedNames: [] };

/** Exposes tools of connected servers; the caller holds the endpoint's lock. A tool that is on already is left alone. */
export async function publishTools(
  tx: Tx,
  endpointId: string,
  toolIds: readonly string[],
): Promise<Published> {
  if (toolIds.length === 0) return none;
  const offered = await offeredTools(tx, endpointId);
  const rows = await publishedNames(tx, endpointId);
  const byTool = new Map(rows.map((row) => [row.serverToolId, row]));
  const names = nameTools(
    offered,
    rows.map((row) => ({ toolId: row.serverToolId, exposedName: row.exposedName })),
  );
  const wanted = new Set(toolIds);
  if ([...wanted].some((id) => !names.has(id))) throw notFound("tool");
  const changed = offered.filter(({ id }) => wanted.has(id) && byTool.get(id)?.disabledAt !== null);
  const fresh = changed.filter(({ id }) => !byTool.has(id));
  await tx.endpointTool.updateMany({
    where: { endpointId, serverToolId: { in: changed.map(({ id }) => id) } },
    data: { disabledAt: null },
  });
  await tx.endpointTool.createMany({
    data: fresh.map(({ id, name }) => ({
      id: newId(),
      endpointId,
      serverToolId: id,
      exposedName: names.get(id) ?? name,
    })),
  });
  return {
    toolIds: changed.map(({ id }) => id),
    exposedNames: changed.map(({ id, name }) => names.get(id) ?? name),
  };
}

/** Hides tools. Their rows stay, so that a published name never comes to mean another tool. */
export async function hideTools(
  tx: Tx,
  endpointId: string,
  which: { serverToolId: { in: string[] } } | { serverTool: { serverId: string } },
  now: Date,
): Promise<Published> {
  const rows = await tx.endpointTool.findMany({
    where: { endpointId, disabledAt: null, ...which },
    select: { id: true, serverToolId: true, exposedName: true },
  });
  if (rows.length === 0) return none;
  await tx.endpointTool.updateMany({
    where: { id: { in: rows.map((row) => row.id) } },
    data: { disabledAt: now },
  });
  return {
    toolIds: rows.map((row) => row.serverToolId),
    exposedNames: rows.map((row) => row.exposedName),
  };
}

async function offeredTools(tx: Tx, endpointId: string) {
  const tools = await tx.mcpServerTool.findMany({
    where: { removedAt: null, server: { endpoints: { some: { endpointId } } } },
    select: { id: true, name: true, server: { select: { slug: true } } },
  });
  return tools.map(({ id, name, server }) => ({ id, name, serverSlug: server.slug }));
}

function publishedNames(tx: Tx, endpointId: string) {
  return tx.endpointTool.findMany({
    where: { endpointId },
    select: { serverToolId: true, exposedName: true, disabledAt: true },
  });
}
