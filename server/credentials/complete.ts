import type { Actor } from "@/server/core/context";
import { AppError, toAppError } from "@/server/core/errors";
import {
  claimAttempt,
  findAttempt,
  type KnownAttempt,
  settleAttempt,
} from "@/server/credentials/attempts";
import { exchange } from "@/server/credentials/exchange";
import { failed, type Settled } from "@/server/credentials/outcome";
import { withAttempt } from "@/server/credentials/return-to";
import { db } from "@/server/infra/db";
import { log } from "@/server/infra/log";

type Who = { userId: string; sessionId: string };

/**
 * The answer of a service, as a browser brought it. Whatever comes of it is noted on the attempt, for the page of ours where
 * the person goes on. Throws, with nothing kept: `unauthenticated`, `bad_request` with reason `unknown`, `other_browser` or
 * `used`, these with the code sent nowhere (security: T20), and `not_found` for a server deleted meanwhile.
 */
export async function completeConnection(
  params: URLSearchParams,
  who: Who | null,
  actor: Actor,
): Promise<{ returnTo: string }> {
  const attempt = await requireOwn(params, who);
  if (!(await claimAttempt(attempt, actor.now))) throw used();
  const { outcome, reason } = await settle(attempt, params, actor);
  await settleAttempt(attempt, outcome, reason);
  return { returnTo: withAttempt(attempt.returnTo, attempt.id) };
}

async function requireOwn(params: URLSearchParams, who: Who | null): Promise<KnownAttempt> {
  if (!who)
    throw new AppError("unauthenticated", "You have been signed out of Gatehouse meanwhile.");
  const [state = "", ...more] = params.getAll("state");
  const attempt = more.length === 0 && state.length <= 200 ? await findAttempt(state) : null;
  if (!attempt)
    throw refused(
      "unknown",
      "This sign-in is not known here: it was not begun here, it is long over, or its server has been deleted.",
    );
  if (attempt.userId !== who.userId || attempt.sessionId !== who.sessionId)
    throw refused(
      "other_browser",
      "This sign-in was begun in another browser, or by somebody else.",
    );
  if (attempt.usedAt) throw used();
  return attempt;
}

function used(): AppError {
  return refused("used", "This sign-in has been completed before, and each counts once.");
}

function refused(reason: string, message: string): AppError {
  return new AppError("bad_request", message, { details: { reason } });
}

const late = "The sign-in took longer than ten minutes, so it was not completed. Connect again.";
const notPermitted = "You may no longer connect this server. Ask an administrator of the project.";

async function settle(
  attempt: KnownAttempt,
  params: URLSearchParams,
  actor: Actor,
): Promise<Settled> {
  if (attempt.expiresAt <= actor.now) return failed(late);
  try {
    return await exchange(attempt, params, actor);
  } catch (error) {
    const known = toAppError(error);
    if (known.code === "not_found" || known.code === "forbidden") {
      await requireServerStands(attempt.serverId);
      return failed(notPermitted);
    }
    if (known.code === "internal")
      log().error({ err: error, attempt: attempt.id }, "a sign-in could not be completed");
    return failed(known.message);
  }
}

/** Nobody can be led back to a server that is gone. */
async function requireServerStands(id: string): Promise<void> {
  if ((await db().mcpServer.count({ where: { id } })) > 0) return;
  const message = "The server was deleted while you signed in, so nothing was kept.";
  throw new AppError("not_found", message, { details: { reason: "deleted" } });
}
