import type { Ctx } from "@/server/access/access";
import { newId } from "@/server/core/ids";
import { hintOf, secretOf } from "@/server/credentials/headers";
import { type CredentialServer, credentialBinding } from "@/server/credentials/open";
import type { Authentication } from "@/server/credentials/schema";
import type { Tx } from "@/server/infra/db";
import { sealForProject } from "@/server/infra/seal";

/** A sealed secret on its way into the table. */
export type Prepared = { id: string; kind: "bearer" | "header"; sealed: string; hint: string };

/** Seals what a person entered for one server. Done before the transaction: sealing may create the project's data key. */
export async function prepareCredential(
  server: Pick<CredentialServer, "id" | "projectId">,
  authentication: Authentication,
): Promise<Prepared | null> {
  const secret = secretOf(authentication);
  if (secret === null || authentication.method === "none") return null;
  const id = newId();
  const binding = credentialBinding(server, { id, userId: null });
  const sealed = await sealForProject(server.projectId, secret, binding);
  return { id, kind: authentication.method, sealed, hint: hintOf(secret) };
}

/** Puts the shared credential in the place of the one before; the version grows. The server's row must be locked. */
export async function storeCredential(
  tx: Tx,
  ctx: Ctx,
  serverId: string,
  prepared: Prepared | null,
): Promise<void> {
  const before = await tx.serverCredential.findFirst({
    where: { serverId, userId: null },
    select: { version: true },
  });
  await tx.serverCredential.deleteMany({ where: { serverId, userId: null } });
  if (!prepared) return;
  await tx.serverCredential.create({
    data: {
      ...prepared,
      serverId,
      version: (before?.version ?? 0) + 1,
      createdById: ctx.userId,
      createdBy: ctx.userName,
      createdAt: ctx.now,
    },
  });
}

/** Removes people's own credentials of a server that is no longer the one they were given for. */
export async function dropPersonal(tx: Tx, serverId: string): Promise<void> {
  await tx.serverCredential.deleteMany({ where: { serverId, userId: { not: null } } });
}
