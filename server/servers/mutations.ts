import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { eraseAndRevoke, readErasable } from "@/server/credentials/erase";
import { type Tx, transaction } from "@/server/infra/db";
import { endServerSessions } from "@/server/servers/end-sessions";
import { lockServer, type ServerRow } from "@/server/servers/find";
import type { ServerId } from "@/server/servers/schema";
import { countUsage } from "@/server/servers/usage";

/** Its tools are neither listed nor callable until it is enabled again; everything is kept. */
export async function disableServer(ctx: Ctx, input: ServerId): Promise<void> {
  const server = await transaction((tx) => setDisabled(tx, ctx, input.id, ctx.now));
  await endServerSessions(server.id);
}

export async function enableServer(ctx: Ctx, input: ServerId): Promise<void> {
  await transaction((tx) => setDisabled(tx, ctx, input.id, null));
}

/**
 * Deletes the server with its tools and credentials, which their services are told; endpoints lose the tools, the record of
 * calls stays.
 */
export async function deleteServer(ctx: Ctx, input: ServerId): Promise<void> {
  const { server, erasable } = await transaction(async (tx) => {
    const found = await lockServer(tx, ctx, "server.delete", input.id);
    const held = await readErasable(tx, { serverId: found.id });
    const { endpoints, exposedTools, clients } = await countUsage(tx, found.id, ctx.now);
    await tx.mcpServer.delete({ where: { id: found.id } });
    await record(tx, ctx, {
      action: "server.deleted",
      projectId: found.projectId,
      subject: { type: "server", id: found.id, name: found.name },
      before: { name: found.name, url: found.url, endpoints, exposedTools, clients },
    });
    return { server: found, erasable: held };
  });
  await endServerSessions(server.id);
  await eraseAndRevoke(erasable);
}

async function setDisabled(
  tx: Tx,
  ctx: Ctx,
  id: string,
  disabledAt: Date | null,
): Promise<ServerRow> {
  const server = await lockServer(tx, ctx, "server.edit", id);
  // Already so: the first date stays, and nothing happened that deserves a record.
  if ((server.disabledAt === null) === (disabledAt === null)) return server;
  await tx.mcpServer.update({ where: { id: server.id }, data: { disabledAt } });
  await record(tx, ctx, {
    action: disabledAt ? "server.disabled" : "server.enabled",
    projectId: server.projectId,
    subject: { type: "server", id: server.id, name: server.name },
    before: { disabledAt: server.disabledAt },
    after: { disabledAt },
  });
  return server;
}
