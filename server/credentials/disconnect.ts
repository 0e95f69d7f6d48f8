import { notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { eraseAndRevoke, type Revocation, readErasable } from "@/server/credentials/erase";
import type { CredentialOf } from "@/server/credentials/schema";
import { transaction } from "@/server/infra/db";

/** What became of the tokens at the service; here they are gone. */
export type Disconnected = { revocation: Revocation };

/**
 * Takes back a person's own account, also at a server they cannot use any more. Throws `not_found` when they have none
 * there.
 */
export async function disconnect(actor: Actor, input: CredentialOf): Promise<Disconnected> {
  const where = { serverId: input.server, userId: actor.userId };
  const erased = await transaction(async (tx) => {
    const server = await tx.mcpServer.findFirst({
      where: { id: input.server, credentials: { some: { userId: actor.userId } } },
      select: { id: true, projectId: true, name: true },
    });
    if (!server) throw notFound("account");
    const rows = await readErasable(tx, where);
    await tx.serverCredential.deleteMany({ where });
    await record(tx, actor, {
      action: "credential.disconnected",
      projectId: server.projectId,
      subject: { type: "server", id: server.id, name: server.name },
      before: { mode: "personal" },
    });
    return rows;
  });
  const [revocation = "not_offered"] = await eraseAndRevoke(erased);
  return { revocation };
}
