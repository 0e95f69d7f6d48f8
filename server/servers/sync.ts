import type { Ctx } from "@/server/access/access";
import type { ProjectPermission } from "@/server/access/actions";
import { record } from "@/server/audit/record";
import { db, type Tx, transaction } from "@/server/infra/db";
import { connected, contactServer, isSame, type State } from "@/server/servers/contact";
import { lockServer, requireServer, type ServerRow } from "@/server/servers/find";
import { mergeTools, type ToolChanges } from "@/server/servers/merge-tools";
import type { ServerId } from "@/server/servers/schema";
import { toolFacts } from "@/server/servers/tool-facts";
import { type Catalog, fetchCatalog } from "@/server/upstream/catalog";

export type SyncResult = State & ToolChanges & { rejected: number };

const unchanged: ToolChanges = { added: 0, changed: 0, removed: 0 };

/** Of a server that was not asked. */
export function untouched(state: State): SyncResult {
  return { ...state, ...unchanged, rejected: 0 };
}

/** Fetches the server's tools again. */
export function syncServer(ctx: Ctx, input: ServerId): Promise<SyncResult> {
  return synchronise(ctx, "server.edit", input.id);
}

/**
 * Fetches the server's tools and keeps them. No lock is held while the server is asked: what a check found counts only if
 * the server is still the same and no later check has ended before. A failed one changes the state, never the list.
 */
export async function synchronise(
  ctx: Ctx,
  permission: ProjectPermission,
  id: string,
): Promise<SyncResult> {
  const asked = await requireServer(db(), ctx, permission, id);
  const { answer, state } = await contactServer(ctx, asked, (contact) => fetchCatalog(contact));
  return transaction(async (tx) => {
    const server = await lockServer(tx, ctx, permission, id);
    if (isOutdated(ctx, asked, server)) return current(tx, server.id);
    return settle(tx, ctx, server, answer, answer ? withNotes(answer) : state);
  });
}

/** What was left out of a list that was read is the reason a connected server gives. */
function withNotes({ notes }: Catalog): State {
  return { ...connected, statusReason: notes.join(" ") || null };
}

async function settle(
  tx: Tx,
  ctx: Ctx,
  server: ServerRow,
  catalog: Catalog | null,
  state: State,
): Promise<SyncResult> {
  const changes = catalog ? await keep(tx, ctx, server, catalog) : unchanged;
  await tx.mcpServer.update({ where: { id: server.id }, data: { ...state, checkedAt: ctx.now } });
  const result = { ...state, ...changes, rejected: catalog?.rejected.length ?? 0 };
  await record(tx, ctx, {
    action: "server.synced",
    projectId: server.projectId,
    subject: { type: "server", id: server.id, name: server.name },
    after: result,
  });
  return result;
}

/** True when what was found is about an earlier configuration, or a later check was faster. */
export function isOutdated(ctx: Ctx, asked: ServerRow, server: ServerRow): boolean {
  if (!isSame(asked, server)) return true;
  return server.checkedAt !== null && server.checkedAt > ctx.now;
}

async function keep(tx: Tx, ctx: Ctx, server: ServerRow, catalog: Catalog): Promise<ToolChanges> {
  await tx.mcpServer.update({
    where: { id: server.id },
    data: {
      era: catalog.era,
      eras: catalog.eras,
      protocolVersion: catalog.protocolVersion,
      ...(catalog.serverInfo ? { serverInfo: catalog.serverInfo } : {}),
      rejectedTools: catalog.rejected,
      syncedAt: ctx.now,
    },
  });
  return mergeTools(tx, server.id, catalog.tools.map(toolFacts), ctx.now);
}

async function current(tx: Tx, id: string): Promise<SyncResult> {
  const select = { status: true, statusReason: true } as const;
  const row = await tx.mcpServer.findUniqueOrThrow({ where: { id }, select });
  // The column holds only what `State` has: nothing else writes it.
  return untouched(row as State);
}
