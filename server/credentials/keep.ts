import type { Actor } from "@/server/core/context";
import type { KnownAttempt, SealedAttempt } from "@/server/credentials/attempts";
import { type ConnectableServer, requireSignable } from "@/server/credentials/connectable";
import { type Erasable, eraseAndRevoke, readErasable } from "@/server/credentials/erase";
import { type FreshTokens, keepTokens } from "@/server/credentials/tokens";
import { type Tx, transaction } from "@/server/infra/db";
import { revokeTokens } from "@/server/upstream/oauth/revoke";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

export type SignedIn = {
  attempt: KnownAttempt;
  opened: SealedAttempt;
  tokens: TokenSet;
  wanted: FreshTokens["wanted"];
};

/** The state of a server whose new credential no check has seen yet. */
const untried = { status: "not_checked", statusReason: null, checkedAt: null };

/**
 * Keeps what a sign-in brought, if the server is still the one it was for; tokens of another account are given back. False,
 * with the new ones given back, when it is not. Throws what `requireSignable` throws.
 */
export async function keepSignedIn(actor: Actor, signedIn: SignedIn): Promise<boolean> {
  try {
    const replaced = await transaction((tx) => replace(tx, actor, signedIn));
    if (!replaced) await giveBack(signedIn);
    else await eraseAndRevoke(replaced);
    return replaced !== null;
  } catch (error) {
    await giveBack(signedIn);
    throw error;
  }
}

/** Whether the server still is what the browser left for: the same address, and the same kind of account. */
export function isSameServer(
  server: ConnectableServer,
  opened: SealedAttempt,
  { mode }: KnownAttempt,
): boolean {
  return (
    server.url === opened.url && server.authMethod === "oauth" && server.credentialMode === mode
  );
}

/** Null when the server is another now. */
async function replace(tx: Tx, actor: Actor, signedIn: SignedIn): Promise<Erasable[] | null> {
  const { attempt, opened, tokens, wanted } = signedIn;
  const { serverId, mode } = attempt;
  await tx.$queryRaw`SELECT 1 FROM "McpServer" WHERE "id" = ${serverId}::uuid FOR NO KEY UPDATE`;
  const act = { server: serverId, mode };
  const { server } = await requireSignable(tx, actor.userId, act, actor.now);
  if (!isSameServer(server, opened, attempt)) return null;
  const owner = mode === "personal" ? actor.userId : null;
  const where = { serverId, userId: owner };
  const before = await tx.serverCredential.findFirst({ where, select: { account: true } });
  const erasable = await readErasable(tx, where);
  const { issuer, clientId } = opened.client;
  const fresh = { tokens, issuer, clientId, scopes: tokens.scopes, wanted };
  await keepTokens(tx, actor, server, owner, fresh);
  if (owner === null) {
    const refused = wanted && { status: "needs_sign_in", statusReason: wanted.reason };
    await tx.mcpServer.update({ where: { id: serverId }, data: { ...untried, ...refused } });
  }
  return isOfAnother(before?.account, tokens) ? erasable : erasable.map(keepAlive);
}

/**
 * Many services end everything an account gave a client with any of its tokens: to give back those of the same account would
 * end the sign-in just made. So they are given back only where the service names both accounts.
 */
function isOfAnother(before: string | null | undefined, { account }: TokenSet): boolean {
  return Boolean(before) && account !== null && before !== account;
}

function keepAlive(one: Erasable): Erasable {
  return { ...one, revocation: null };
}

const tellMs = 5_000;

/** Tells the service that tokens are not wanted; best effort. */
export async function giveBack({
  opened,
  tokens,
}: Pick<SignedIn, "opened" | "tokens">): Promise<void> {
  const { server, client } = opened;
  await revokeTokens({ server, client, tokens, signal: AbortSignal.timeout(tellMs) });
}
