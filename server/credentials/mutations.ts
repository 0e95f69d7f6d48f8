import type { Ctx } from "@/server/access/access";
import { type Fact, record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { eraseAndRevoke, readErasable } from "@/server/credentials/erase";
import { mannerOf } from "@/server/credentials/headers";
import type { CredentialOf, EnterCredential } from "@/server/credentials/schema";
import { prepareCredential, storeCredential } from "@/server/credentials/store";
import { type Tx, transaction } from "@/server/infra/db";
import { endServerSessions } from "@/server/servers/end-sessions";
import { lockServer, type ServerRow } from "@/server/servers/find";
import { type SyncResult, syncServer } from "@/server/servers/sync";

/**
 * Enters another token or header value for everyone's account, then looks whether the server accepts it. What was there
 * before is erased, and revoked where its service offers that. Throws `conflict` where each person has their own.
 */
export async function replaceCredential(ctx: Ctx, input: EnterCredential): Promise<SyncResult> {
  const { projectId } = ctx.access.where("server.edit");
  const prepared = await prepareCredential({ id: input.server, projectId }, input.authentication);
  const erased = await transaction(async (tx) => {
    const server = await lockServer(tx, ctx, "server.edit", input.server);
    requireShared(server);
    const before = await readErasable(tx, { serverId: server.id, userId: null });
    const manner = mannerOf(input.authentication);
    await storeCredential(tx, ctx, server.id, prepared);
    // A check under way is about the old credential: it must not count.
    const data = { ...manner, status: "not_checked", statusReason: null, checkedAt: null };
    await tx.mcpServer.update({ where: { id: server.id }, data });
    await recordCredential(tx, ctx, server, "credential.replaced", manner);
    return before;
  });
  await eraseAndRevoke(erased);
  // Whatever it was before, also none: the sessions were made in another name.
  await endServerSessions(input.server);
  return syncServer(ctx, { id: input.server });
}

/** Disconnects everyone's account: erased here, revoked where its service offers that. Calls fail until another is there. */
export async function removeCredential(ctx: Ctx, input: CredentialOf): Promise<void> {
  const erased = await transaction(async (tx) => {
    const server = await lockServer(tx, ctx, "server.edit", input.server);
    requireShared(server);
    if (!server.credential) return [];
    const before = await readErasable(tx, { serverId: server.id, userId: null });
    await storeCredential(tx, ctx, server.id, null);
    const statusReason = `${ctx.userName} disconnected the account. Connect another one.`;
    const data = { status: "needs_sign_in", statusReason, checkedAt: null };
    await tx.mcpServer.update({ where: { id: server.id }, data });
    await recordCredential(tx, ctx, server, "credential.removed", null);
    return before;
  });
  await eraseAndRevoke(erased);
}

function requireShared({ credentialMode, authMethod, name }: ServerRow): void {
  if (credentialMode === "shared" || authMethod === "none") return;
  throw new AppError(
    "conflict",
    `Each person has their own account at ${name}. Connect or disconnect yours under My connections.`,
  );
}

function recordCredential(
  tx: Tx,
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
