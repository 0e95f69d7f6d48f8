import type { Ctx } from "@/server/access/access";
import { newId } from "@/server/core/ids";
import { type CredentialServer, credentialBinding } from "@/server/credentials/binding";
import { hintOf, secretOf } from "@/server/credentials/headers";
import type { Authentication } from "@/server/credentials/schema";
import type { Tx } from "@/server/infra/db";
import { sealForProject } from "@/server/infra/seal";

/** A sealed secret on its way into the table. */
export type Prepared = {
  id: string;
  /** Null for the shared one. */
  userId: string | null;
  kind: "bearer" | "header";
  sealed: string;
  hint: string;
};

/**
 * Seals what a person entered for one server, as everyone's (owner null) or as one person's own. Done before the
 * transaction: sealing may create the project's data key. Null for what is not entered: none, and OAuth.
 */
export async function prepareCredential(
  server: Pick<CredentialServer, "id" | "projectId">,
  authentication: Authentication,
  userId: string | null = null,
): Promise<Prepared | null> {
  const { method } = authentication;
  const secret = secretOf(authentication);
  if (secret === null || method === "none" || method === "oauth") return null;
  const id = newId();
  const binding = credentialBinding(server, { id, userId });
  const sealed = await sealForProject(server.projectId, secret, binding);
  return { id, userId, kind: method, sealed, hint: hintOf(secret) };
}

/** Puts a credential in the place of its owner's before; the version grows. The server's row must be locked. */
export async function storeCredential(
  tx: Tx,
  ctx: Pick<Ctx, "userId" | "userName" | "now">,
  serverId: string,
  prepared: Prepared | null,
): Promise<void> {
  const where = { serverId, userId: prepared?.userId ?? null };
  const before = await tx.serverCredential.findFirst({ where, select: { version: true } });
  await tx.serverCredential.deleteMany({ where });
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
