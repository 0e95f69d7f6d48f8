import { newId } from "@/server/core/ids";
import type { Tx } from "@/server/infra/db";
import type { ToolFacts } from "@/server/servers/tool-facts";

export type ToolChanges = { added: number; changed: number; removed: number };

/** Rows of one statement: definitions may be large. */
const chunk = 100;

/** Makes the stored tools those of `found`. Rows keep their ids, so that what endpoints expose stays meant. */
export async function mergeTools(
  tx: Tx,
  serverId: string,
  found: readonly ToolFacts[],
  now: Date,
): Promise<ToolChanges> {
  const stored = await tx.mcpServerTool.findMany({
    where: { serverId },
    select: { id: true, name: true, definitionHash: true, removedAt: true },
  });
  const byName = new Map(stored.map((row) => [row.name, row]));
  const names = new Set(found.map((tool) => tool.name));
  const added = found.filter((tool) => !byName.has(tool.name));
  const changed = found.flatMap((tool) => {
    const row = byName.get(tool.name);
    return row && row.definitionHash !== tool.definitionHash ? [{ id: row.id, ...tool }] : [];
  });
  const returned = stored.filter((row) => row.removedAt && names.has(row.name));
  const removed = stored.filter((row) => !row.removedAt && !names.has(row.name));
  await insert(tx, serverId, added, now);
  await rewrite(tx, changed, now);
  await setRemoved(tx, returned, null);
  await setRemoved(tx, removed, now);
  const fresh = added.length + returned.length;
  return { added: fresh, changed: changed.length, removed: removed.length };
}

async function insert(tx: Tx, serverId: string, tools: readonly ToolFacts[], now: Date) {
  for (const part of inChunks(tools)) {
    const data = part.map((tool) => ({ id: newId(), serverId, ...tool, firstSeenAt: now }));
    await tx.mcpServerTool.createMany({ data });
  }
}

async function rewrite(tx: Tx, tools: readonly (ToolFacts & { id: string })[], now: Date) {
  for (const part of inChunks(tools)) {
    const rows = JSON.stringify(part);
    await tx.$executeRaw`
      UPDATE "McpServerTool" AS tool SET "title" = new."title", "description" = new."description",
        "definition" = new."definition", "definitionHash" = new."definitionHash",
        "readOnly" = new."readOnly", "destructive" = new."destructive", "changedAt" = ${now}
      FROM json_to_recordset(${rows}::json) AS new("id" uuid, "title" text, "description" text,
        "definition" text, "definitionHash" text, "readOnly" boolean, "destructive" boolean)
      WHERE tool."id" = new."id"`;
  }
}

async function setRemoved(tx: Tx, rows: readonly { id: string }[], removedAt: Date | null) {
  if (rows.length === 0) return;
  const id = { in: rows.map((row) => row.id) };
  await tx.mcpServerTool.updateMany({ where: { id }, data: { removedAt } });
}

function* inChunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += chunk) yield rows.slice(at, at + chunk);
}
