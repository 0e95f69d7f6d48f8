import { type Ctx, notFound } from "@/server/access/access";
import { memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { db } from "@/server/infra/db";
import { requireServer } from "@/server/servers/find";
import type { ServerId, ServerToolId } from "@/server/servers/schema";

export type ToolMark = "new" | "changed" | "removed" | null;

/** Letters of a description a list shows; the rest comes with the tool itself. */
const excerpt = 400;

const columns = {
  id: true,
  name: true,
  title: true,
  description: true,
  readOnly: true,
  destructive: true,
  firstSeenAt: true,
  changedAt: true,
  removedAt: true,
  _count: { select: { endpoints: { where: { disabledAt: null } } } },
} as const;

/** The server's tools by name, each marked with what the last synchronisation did to it. Definitions are left out. */
export async function listTools(ctx: Ctx, input: ServerId) {
  const server = await requireServer(db(), ctx, "server.read", input.id);
  const [rows, { syncedAt }] = await Promise.all([
    db().mcpServerTool.findMany({
      where: { serverId: server.id },
      orderBy: { name: "asc" },
      select: columns,
    }),
    db().mcpServer.findUniqueOrThrow({ where: { id: server.id }, select: { syncedAt: true } }),
  ]);
  const began = Math.min(...rows.map((row) => row.firstSeenAt.getTime()));
  return rows.map(({ _count, description, ...tool }) => ({
    ...tool,
    description: description.slice(0, excerpt),
    mark: markOf(tool, syncedAt, began),
    endpoints: _count.endpoints,
  }));
}

type Dates = { firstSeenAt: Date; changedAt: Date | null; removedAt: Date | null };

/** On the very first synchronisation everything would be new, so nothing is. */
function markOf(tool: Dates, syncedAt: Date | null, began: number): ToolMark {
  if (tool.removedAt) return "removed";
  const last = syncedAt?.getTime();
  if (tool.firstSeenAt.getTime() === last && last > began) return "new";
  return tool.changedAt?.getTime() === last && last !== undefined ? "changed" : null;
}

/** One tool with its definition, and the input schema within it, exactly as the server sent them. */
export async function getTool(ctx: Ctx, input: ServerToolId) {
  const server = await requireServer(db(), ctx, "server.read", input.id);
  const tool = await db().mcpServerTool.findFirst({
    where: { id: input.tool, serverId: server.id },
    select: { id: true, name: true, title: true, description: true, definition: true },
  });
  if (!tool) throw notFound("tool");
  const { definition } = tool;
  const schema = memberAt(definition, scanJson(definition), "inputSchema");
  return { ...tool, inputSchema: schema ? rawOf(definition, schema) : null };
}
