import type { Ctx } from "@/server/access/access";
import { type Fact, record } from "@/server/audit/record";
import { credentialKeyOf } from "@/server/credentials/binding";
import { mannerOf } from "@/server/credentials/headers";
import type { CredentialOf, ReplaceCredential } from "@/server/credentials/schema";
import { prepareCredential, storeCredential } from "@/server/credentials/store";
import { transaction } from "@/server/infra/db";
import { endServerSessions } from "@/server/servers/end-sessions";
import { lockServer, type ServerRow } from "@/server/servers/find";
import { type SyncResult, syncServer } from "@/server/servers/sync";
import { closeCredential } from "@/server/upstream/sessions";

/** Changes how we sign in to a server, and with what, then looks whether the server accepts it. */
export async function replaceCredential(ctx: Ctx, input: ReplaceCredential): Promise<SyncResult> {
  const { projectId } = ctx.access.where("server.edit");
  const prepared = await prepareCredential({ id: input.server, projectId }, input.authentication);
  await transaction(async (tx) => {
    const server = await lockServer(tx, ctx, "server.edit", input.server);
    const manner = mannerOf(input.authentication);
    await storeCredential(tx, ctx, server.id, prepared);
    // A check under way is about the old credential: it must not count.
    const data = { ...manner, status: "not_checked", statusReason: null, checkedAt: null };
    await tx.mcpServer.update({ where: { id: server.id }, data });
    await recordCredential(tx, ctx, server, "credential.replaced", manner);
  });
  // Whatever it was before, also none: the sessions were made in another name.
  await endServerSessions(input.server);
  return syncServer(ctx, { id: input.server });
}

/** Forgets the shared credential; calls fail until another is entered. */
export async function removeCredential(ctx: Ctx, input: CredentialOf): Promise<void> {
  const before = await transaction(async (tx) => {
    const server = await lockServer(tx, ctx, "server.edit", input.server);
    if (!server.credential) return server;
    await storeCredential(tx, ctx, server.id, null);
    const statusReason = `${ctx.userName} removed the credential. Enter another one.`;
    const data = { status: "needs_sign_in", statusReason, checkedAt: null };
    await tx.mcpServer.update({ where: { id: server.id }, data });
    await recordCredential(tx, ctx, server, "credential.removed", null);
    return server;
  });
  await closeCredentialOf(before);
}

/** Ends the sockets and upstream sessions that were opened with the credential a server had. */
async function closeCredentialOf(server: ServerRow): Promise<void> {
  if (server.credential) await closeCredential(credentialKeyOf(server.credential));
}

function recordCredential(
  tx: Parameters<typeof record>[0],
  ctx: Ctx,
  server: ServerRow,
  action: "credential.replaced" | "credential.removed",
  after: Record<string, Fact> | null,
): Promise<void> {
  return record(tx, ctx, {
    action,
    projectId: server.projectId,
    subject: { type: "server", id: server.id, name: server.name },
    before: { authMethod: server.authMethod, headerName: server.headerName },
    ...(after ? { after } : {}),
  });
}
