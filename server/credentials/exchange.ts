import type { Ctx } from "@/server/access/access";
import type { Actor } from "@/server/core/context";
import { toAppError } from "@/server/core/errors";
import { type KnownAttempt, openAttempt, type SealedAttempt } from "@/server/credentials/attempts";
import { ctxIn, requireSignable } from "@/server/credentials/connectable";
import { giveBack, isSameServer, keepSignedIn } from "@/server/credentials/keep";
import {
  failed,
  outcomeOfExchange,
  refused,
  type Settled,
  succeeded,
} from "@/server/credentials/outcome";
import { tryTokens } from "@/server/credentials/try-tokens";
import { db } from "@/server/infra/db";
import { log } from "@/server/infra/log";
import { synchronise } from "@/server/servers/sync";
import { egressReady } from "@/server/settings/egress-feed";
import { completeAuthorization } from "@/server/upstream/oauth/complete";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

/** Milliseconds for redeeming the code, and for fetching the tools afterwards. */
const redeemMs = 20_000;
const toolsMs = 15_000;

const notTaken = "The server does not accept the sign-in. Connect again.";
const changed = "The server was changed while you signed in. Connect again.";

/** Redeems the code of a claimed attempt and keeps what it brings. Throws what `requireSignable` and the database throw. */
export async function exchange(
  attempt: KnownAttempt,
  params: URLSearchParams,
  actor: Actor,
): Promise<Settled> {
  const act = { server: attempt.serverId, mode: attempt.mode };
  const { server, access } = await requireSignable(db(), actor.userId, act, actor.now);
  const opened = await openAttempt(server, attempt);
  // A code is redeemed for the server it was asked for and no other (security: T84).
  if (!isSameServer(server, opened, attempt)) return failed(changed);
  const tokens = await redeem(opened, params, actor.now);
  if ("outcome" in tokens) return tokens;
  const verdict = await tryTokens(server, opened, tokens);
  if (verdict?.kind === "refused") {
    await giveBack({ opened, tokens });
    return refused(verdict.reason);
  }
  const wanted = verdict ?? undefined;
  if (!(await keepSignedIn(actor, { attempt, opened, tokens, wanted }))) return failed(changed);
  if (wanted) return refused(wanted.reason);
  const ctx = ctxIn(actor, access);
  return access.can("server.edit") ? fetchTools(ctx, server.id) : succeeded;
}

async function redeem(
  opened: SealedAttempt,
  params: URLSearchParams,
  now: Date,
): Promise<TokenSet | Settled> {
  await egressReady();
  try {
    const signal = AbortSignal.timeout(redeemMs);
    return await completeAuthorization(opened, params, now, signal);
  } catch (error) {
    const known = toAppError(error);
    if (known.code === "internal") throw error;
    return outcomeOfExchange(known, opened);
  }
}

/** So that the page where the administrator arrives has them. What takes longer goes on without anybody waiting. */
async function fetchTools(ctx: Ctx, serverId: string): Promise<Settled> {
  const fetching = synchronise(ctx, "server.edit", serverId).catch((error: unknown) => {
    log().warn({ err: error, serverId }, "the tools could not be fetched after a sign-in");
    return null;
  });
  const sync = await Promise.race([fetching, after(toolsMs)]);
  return sync?.status === "needs_sign_in" ? refused(sync.statusReason ?? notTaken) : succeeded;
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}
