import { nameTools, type Renaming, renamingOf } from "@/server/endpoints/names";
import type { Prisma } from "@/server/infra/generated/client";
import { type ServerStatus, serverStatuses } from "@/server/servers/schema";

/** A tool as it stands in an endpoint, or would. */
type ToolRow = {
  id: string;
  /** As its server calls it. */
  name: string;
  title: string | null;
  description: string;
  readOnly: boolean;
  destructive: boolean;
  enabled: boolean;
  /** As clients call it, or would once it is on. */
  exposedName: string;
  renaming: Renaming | null;
  /** On, but its server no longer offers it. */
  gone: boolean;
};

export type ToolGroup = {
  server: {
    id: string;
    name: string;
    slug: string;
    status: ServerStatus;
    statusReason: string | null;
    disabledAt: Date | null;
  };
  tools: ToolRow[];
};

export type NameRow = { serverToolId: string; exposedName: string; disabledAt: Date | null };

/** What a group is made of; the definition itself stays in the database. */
export const groupSelect = {
  id: true,
  name: true,
  slug: true,
  status: true,
  statusReason: true,
  disabledAt: true,
  tools: {
    select: {
      id: true,
      name: true,
      title: true,
      description: true,
      readOnly: true,
      destructive: true,
      removedAt: true,
    },
    orderBy: { name: "asc" },
  },
} satisfies Prisma.McpServerSelect;

export type GroupSource = Prisma.McpServerGetPayload<{ select: typeof groupSelect }>;

/** Tools grouped by server, each with the name clients see. */
export function toGroups(servers: readonly GroupSource[], rows: readonly NameRow[]): ToolGroup[] {
  const byTool = new Map(rows.map((row) => [row.serverToolId, row]));
  const names = nameTools(
    servers.flatMap((server) =>
      server.tools
        .filter((tool) => tool.removedAt === null)
        .map(({ id, name }) => ({ id, name, serverSlug: server.slug })),
    ),
    rows.map((row) => ({ toolId: row.serverToolId, exposedName: row.exposedName })),
  );
  return servers.map((server) => ({
    server: toServer(server),
    tools: server.tools.flatMap((tool) => {
      const row = byTool.get(tool.id);
      const enabled = row !== undefined && row.disabledAt === null;
      if (tool.removedAt !== null && !enabled) return [];
      const exposedName = names.get(tool.id) ?? row?.exposedName ?? tool.name;
      return [toTool(tool, server.slug, exposedName, enabled)];
    }),
  }));
}

function toServer(server: GroupSource): ToolGroup["server"] {
  const { id, name, slug, status, statusReason, disabledAt } = server;
  return { id, name, slug, status: toStatus(status), statusReason, disabledAt };
}

/** The database holds a word; one we do not know says as much as never having asked. */
export function toStatus(word: string): ServerStatus {
  return serverStatuses.find((one) => one === word) ?? "not_checked";
}

function toTool(
  tool: GroupSource["tools"][number],
  serverSlug: string,
  exposedName: string,
  enabled: boolean,
): ToolRow {
  const { id, name, title, description } = tool;
  return {
    id,
    name,
    title,
    description,
    readOnly: tool.readOnly === true,
    // MCP: the hint means something only for a tool that does not merely read.
    destructive: tool.destructive === true && tool.readOnly !== true,
    enabled,
    exposedName,
    renaming: renamingOf({ id, name, serverSlug }, exposedName),
    gone: tool.removedAt !== null,
  };
}
