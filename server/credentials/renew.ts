import { AppError, toAppError } from "@/server/core/errors";
import { shared } from "@/server/core/shared";
import { type HeldCredential, ownerKey, readHeld, secondsLeft } from "@/server/credentials/held";
import { findMeans, type Means, type Refusal, type RenewServer } from "@/server/credentials/means";
import { claim, keepRenewed, postpone } from "@/server/credentials/renewals";
import { clearClient, markClient, markRefused } from "@/server/credentials/report";
import { needsSignIn, notConnected } from "@/server/credentials/required";
import { bus } from "@/server/infra/bus";
import { log } from "@/server/infra/log";
import { refreshTokens } from "@/server/upstream/oauth/refresh";

// One refresh, however many calls on however many replicas want it: services that use a refresh token once end the whole
// sign-in when it comes twice. A claim in the database is committed before the service is asked, and nothing is held open
// meanwhile; the others wait for what comes of it. New tokens are stored before anybody uses them.

/** Within the 15 s of a claim, so that nobody else begins while this one may still succeed. */
const askMs = 10_000;
const waitMs = 20_000;
const lookMs = 250;

/**
 * The credential with a token newer than `seen`'s, renewed here or by somebody else. Throws `connection_required` when the
 * service refused or the credential is gone, and `upstream_unreachable` with reason `renewal` when it did not answer.
 * `refusal` is given after a 401.
 */
export function renew(
  server: RenewServer,
  seen: HeldCredential,
  now: Date,
  refusal?: Refusal,
): Promise<HeldCredential> {
  const flights = shared("credentials.renewals", () => new Map<string, Promise<HeldCredential>>());
  const key = `${seen.id}:${seen.revision}`;
  const flying = flights.get(key);
  if (flying) return flying;
  const flight = settle(server, seen, now, refusal).finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

/** Renews a token that still serves, while it does. */
export function renewBehind(server: RenewServer, seen: HeldCredential, now: Date): void {
  if ((secondsLeft(seen, seen.pauseFor) ?? 0) > 0) return;
  renew(server, seen, now).catch((error: unknown) =>
    log().warn({ err: error, serverId: server.id }, "a token could not be renewed ahead of time"),
  );
}

/** One try, without waiting for anybody: null when somebody else is renewing it, or has. */
export async function tryRenew(
  server: RenewServer,
  seen: HeldCredential,
  now: Date,
  refusal?: Refusal,
): Promise<HeldCredential | null> {
  if ((secondsLeft(seen, seen.pauseFor) ?? 0) > 0) throw unavailable(null);
  const means = await findMeans(server, seen, refusal).catch((error) => notNow(seen, error));
  return "lost" in means ? refuse(server, seen, means.lost, now) : ask(server, seen, means, now);
}

async function settle(
  server: RenewServer,
  seen: HeldCredential,
  now: Date,
  refusal: Refusal,
): Promise<HeldCredential> {
  const deadline = performance.now() + waitMs;
  for (let current = seen; performance.now() < deadline; ) {
    const isClaimed = (secondsLeft(current, current.claimedFor) ?? 0) > 0;
    const renewed = isClaimed ? null : await tryRenew(server, current, now, refusal);
    if (renewed) return renewed;
    if (isClaimed) await changed(current);
    current = await requireUsable(current);
    if (current.id !== seen.id || current.revision > seen.revision) return current;
  }
  throw unavailable(null);
}

const cutOff =
  "A renewal of the sign-in was cut off, and the service does not accept the old one any more.";
const ended =
  "The service no longer renews this sign-in. It may have expired or been revoked there.";

async function ask(
  server: RenewServer,
  seen: HeldCredential,
  means: Means,
  now: Date,
): Promise<HeldCredential | null> {
  const claimed = await claim(seen);
  if (!claimed) return null;
  const { refreshToken, resource, client } = means;
  const answer = await refreshTokens({
    ...{ server: means.server, client, refreshToken, resource, scopes: seen.scopes, now },
    signal: AbortSignal.timeout(askMs),
  });
  if (answer.kind === "refreshed") {
    const kept = await keepRenewed(server, { seen, tokens: answer.tokens, means, now });
    await clearClient(server);
    return kept;
  }
  if (answer.kind === "failed") {
    await postpone(seen, answer.error.retryAfter, answer.mayBeSpent || claimed.wasCutOff);
    throw unavailable(answer.error);
  }
  // The client is at fault and the token is not: once an administrator has mended it, nobody has to sign in again.
  if (answer.error === "invalid_client" && client.origin === "entered") {
    await postpone(seen, null, claimed.wasCutOff);
    await markClient(server, now);
    throw unavailable(null);
  }
  return refuse(server, seen, claimed.wasCutOff ? cutOff : ended, now);
}

/** Before anything was asked: what is no fault of ours or of the person is left alone for a while. */
async function notNow(seen: HeldCredential, error: unknown): Promise<never> {
  const known = toAppError(error);
  if (!known.code.startsWith("upstream") && known.code !== "egress_blocked") throw known;
  await postpone(seen, known.retryAfter, false);
  throw unavailable(known);
}

/** What was refused is still the current one, or somebody else has brought a newer one. */
async function refuse(
  server: RenewServer,
  seen: HeldCredential,
  reason: string,
  now: Date,
): Promise<HeldCredential> {
  await markRefused(server, seen, reason, now);
  return requireUsable(seen);
}

async function requireUsable({ serverId, userId }: HeldCredential): Promise<HeldCredential> {
  const mode = userId === null ? "shared" : "personal";
  const current = await readHeld(serverId, userId);
  if (current?.kind !== "oauth") throw notConnected(mode);
  if (current.needsSignInSince) throw needsSignIn(mode, current.statusReason);
  return current;
}

/** Resolves when the credential may have changed, and soon in any case. */
function changed({ serverId, userId }: HeldCredential): Promise<void> {
  const own = ownerKey(serverId, userId);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, lookMs);
    const stop = bus().on("credential", (key) => {
      if (key === null || key === own) done();
    });
  });
}

function unavailable(cause: AppError | null): AppError {
  const message =
    "The service that signs us in does not answer, so the connection could not be renewed. Try again later.";
  return new AppError("upstream_unreachable", message, { cause, details: { reason: "renewal" } });
}
