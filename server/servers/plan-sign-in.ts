import type { Ctx } from "@/server/access/access";
import { toAppError } from "@/server/core/errors";
import { mannerOf } from "@/server/credentials/headers";
import { replaceClients } from "@/server/credentials/registrations";
import type { Authentication, CredentialMode } from "@/server/credentials/schema";
import { type Prepared, prepareCredential, storeCredential } from "@/server/credentials/store";
import type { Tx } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { Prisma } from "@/server/infra/generated/client";
import type { State } from "@/server/servers/contact";
import { egressReady } from "@/server/settings/egress-feed";
import { callbackUrl } from "@/server/upstream/oauth/client-metadata";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import { enteredClient } from "@/server/upstream/oauth/registration";
import { type FoundSignIn, lookForSignIn } from "@/server/upstream/oauth-offer";

type Planned = { id: string; projectId: string; name: string; url: string };

type Choice = {
  authentication: Authentication;
  credentialMode: CredentialMode;
  metadataOrigin: string | null;
};

/** How a server will be signed in to, worked out before the transaction that keeps it. */
export type SignInPlan = {
  columns: {
    authMethod: string;
    headerName: string | null;
    credentialMode: CredentialMode;
    metadataOrigin: string | null;
    discovery: FoundSignIn | typeof Prisma.DbNull;
    discoveredAt: Date | null;
  };
  /** What was entered: everyone's, or the administrator's own where each person has theirs. */
  prepared: Prepared | null;
  client: RegisteredClient | null;
  /** Set when somebody has to sign in before the server can be asked anything. */
  waiting: State | null;
};

/**
 * Looks where an OAuth server signs people in. One that cannot be looked at now is kept all the same, unless a client was
 * entered: nobody could tell whom it is for. Throws then what `lookForSignIn` throws.
 */
export async function planSignIn(ctx: Ctx, server: Planned, choice: Choice): Promise<SignInPlan> {
  const { authentication, metadataOrigin } = choice;
  const mode = authentication.method === "none" ? "shared" : choice.credentialMode;
  const columns = {
    ...mannerOf(authentication),
    credentialMode: mode,
    metadataOrigin,
    discovery: Prisma.DbNull,
    discoveredAt: null,
  };
  if (authentication.method !== "oauth") {
    const owner = mode === "personal" ? ctx.userId : null;
    const prepared = await prepareCredential(server, authentication, owner);
    return { columns, prepared, client: null, waiting: null };
  }
  const { found, reason } = await look(server.url, choice);
  const waiting = { status: "needs_sign_in", statusReason: reason ?? firstOf(mode) } as const;
  const kept = found ? { ...columns, discovery: found, discoveredAt: ctx.now } : columns;
  return {
    columns: kept,
    prepared: null,
    client: found && clientIn(found, authentication),
    waiting,
  };
}

/** Keeps what was entered. The server's row must be there, and locked. */
export async function keepEntered(
  tx: Tx,
  ctx: Ctx,
  server: Planned,
  { prepared, client }: SignInPlan,
): Promise<void> {
  if (prepared) await storeCredential(tx, ctx, server.id, prepared);
  if (client) await replaceClients(tx, server, client, ctx);
}

const lookMs = 30_000;

async function look(
  url: string,
  { authentication, metadataOrigin }: Choice,
): Promise<{ found: FoundSignIn | null; reason: string | null }> {
  await egressReady();
  try {
    const signal = AbortSignal.timeout(lookMs);
    const found = await lookForSignIn(url, {
      confirmedOrigin: metadataOrigin ?? undefined,
      signal,
    });
    return { found, reason: null };
  } catch (error) {
    const known = toAppError(error);
    if (known.code === "internal" || (authentication.method === "oauth" && authentication.clientId))
      throw error;
    return { found: null, reason: known.message };
  }
}

function clientIn(
  { server }: FoundSignIn,
  authentication: Authentication,
): RegisteredClient | null {
  if (authentication.method !== "oauth" || !authentication.clientId) return null;
  const { clientId, clientSecret } = authentication;
  const entered = { clientId, clientSecret: clientSecret || null };
  return enteredClient(server, callbackUrl(env().publicUrl), entered);
}

function firstOf(mode: CredentialMode): string {
  return mode === "personal"
    ? "Connect your own account, so that the tools can be fetched."
    : "Nobody has signed in yet. Sign in, so that the tools can be fetched.";
}
