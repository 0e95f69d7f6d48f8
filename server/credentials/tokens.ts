import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { credentialBinding } from "@/server/credentials/binding";
import { writePair } from "@/server/credentials/pair";
import type { Tx } from "@/server/infra/db";
import { sealForProject } from "@/server/infra/seal";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

export type FreshTokens = {
  tokens: TokenSet;
  /** Whom they are for, to be refreshed with nobody else. */
  issuer: string;
  clientId: string;
  /** Granted, or what was asked for where the service does not say. */
  scopes: string[] | null;
  /** What the server wants beside them: a person has to sign in once more. */
  wanted?: { scopes: string[]; reason: string } | undefined;
};

/**
 * Keeps what a sign-in brought, in the place of the owner's credential before (null: the shared one). The server's row must
 * be locked. The row and its version are new: nothing opened with the old one is used again.
 */
export async function keepTokens(
  tx: Tx,
  actor: Actor,
  server: { id: string; projectId: string; name: string },
  owner: string | null,
  fresh: FreshTokens,
): Promise<{ id: string; version: number }> {
  const where = { serverId: server.id, userId: owner };
  const select = { version: true, account: true, stepUps: true, wantedScopes: true } as const;
  const before = await tx.serverCredential.findFirst({ where, select });
  await tx.serverCredential.deleteMany({ where });
  const id = newId();
  const version = (before?.version ?? 0) + 1;
  const binding = credentialBinding(server, { id, userId: owner });
  const { tokens, issuer, clientId, wanted } = fresh;
  const scopes = fresh.scopes ?? [];
  await tx.serverCredential.create({
    data: {
      ...{ id, version, ...where, kind: "oauth", hint: "", issuer, clientId, scopes },
      sealed: await sealForProject(server.projectId, writePair(tokens), binding),
      account: tokens.account,
      expiresAt: tokens.expiresAt,
      renewable: tokens.refreshToken !== null,
      // A sign-in for more rights counts as one until a call has succeeded with it (security: T53).
      stepUps: before && before.wantedScopes.length > 0 ? before.stepUps : 0,
      ...(wanted ? toWanted(wanted, actor.now) : {}),
      ...{ createdById: actor.userId, createdBy: actor.userName, createdAt: actor.now },
    },
  });
  await record(tx, actor, {
    action: "credential.connected",
    projectId: server.projectId,
    subject: { type: "server", id: server.id, name: server.name },
    ...(before ? { before: { account: before.account } } : {}),
    after: { mode: owner ? "personal" : "shared", account: tokens.account, issuer, scopes },
  });
  return { id, version };
}

function toWanted({ scopes, reason }: NonNullable<FreshTokens["wanted"]>, now: Date) {
  return { wantedScopes: scopes, needsSignInSince: now, statusReason: reason };
}
