import { type AppError, toAppError } from "@/server/core/errors";
import {
  type Access,
  type AccessServer,
  modeOf,
  refuseAccess,
  renewAccess,
} from "@/server/credentials/open";
import { markAccepted, wantScopes } from "@/server/credentials/report";
import { needsMoreRights } from "@/server/credentials/required";
import { cureFor, type Refused } from "@/server/upstream/oauth/cure";
import { challengeOf } from "@/server/upstream/oauth-offer";

/**
 * Does something at a server with an opened credential, and after a 401, which says that nothing was done, once more with
 * a renewed one (security: T53). What a refusal teaches is noted. Throws as `use`, `renewAccess`, and `connection_required`
 * with `details.reason`.
 */
export async function withAccess<T>(
  server: AccessServer,
  access: Access,
  now: Date,
  use: (access: Access) => Promise<T>,
): Promise<T> {
  const first = await attempt(access, use);
  if ("answer" in first) return first.answer;
  if (!isRenewable(first.refused, access)) throw await explain(server, access, first, now);
  const renewed = await renewAccess(server, access, now, first.refused.challenge);
  const second = await attempt(renewed, use);
  if ("answer" in second) return second.answer;
  throw await explain(server, renewed, second, now);
}

type Attempted<T> = { answer: T } | { refused: Refused; error: AppError };

async function attempt<T>(
  access: Access,
  use: (access: Access) => Promise<T>,
): Promise<Attempted<T>> {
  try {
    const answer = await use(access);
    if (access.held) markAccepted(access.held);
    return { answer };
  } catch (error) {
    const refused = refusalIn(error);
    if (refused && access.held) return { refused, error: toAppError(error) };
    throw error;
  }
}

/** A server that turned a credential away; null for every other failure. */
function refusalIn(error: unknown): Refused | null {
  const known = toAppError(error);
  const { status } = known.details;
  if (known.code !== "connection_required" || typeof status !== "number") return null;
  return { status, challenge: challengeOf(known) };
}

function isRenewable({ status }: Refused, { held }: Access): boolean {
  return status === 401 && held?.kind === "oauth" && held.renewable;
}

async function explain(
  server: AccessServer,
  access: Access,
  { refused, error }: { refused: Refused; error: AppError },
  now: Date,
): Promise<AppError> {
  const { held } = access;
  // Many servers say 403 to a key they do not know.
  if (held?.kind !== "oauth") return refuseAccess(server, access, now);
  const { stepUps, scopes, wantedScopes } = held;
  const earlier = [...scopes, ...wantedScopes];
  const tried = { canRefresh: false, refreshed: true, stepUps, scopes: earlier };
  const cure = cureFor(refused, tried);
  if (cure.kind === "none") return error;
  if (cure.kind === "step_up") {
    const more = cure.scopes.filter((scope) => !scopes.includes(scope));
    await wantScopes(held, more.length > 0 ? more : cure.scopes);
    return needsMoreRights(modeOf(server));
  }
  const reason = refused.status === 403 ? endless : null;
  return refuseAccess(server, access, now, reason);
}

const endless = "The server keeps asking for more rights, whatever was granted.";
