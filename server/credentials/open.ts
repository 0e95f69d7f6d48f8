import { AppError, toAppError } from "@/server/core/errors";
import { credentialBinding, credentialKeyOf } from "@/server/credentials/binding";
import { headersFor } from "@/server/credentials/headers";
import { findHeld, type HeldCredential, readHeld, secondsLeft } from "@/server/credentials/held";
import type { RenewServer } from "@/server/credentials/means";
import { readPair } from "@/server/credentials/pair";
import { renew, renewBehind } from "@/server/credentials/renew";
import { markRefused } from "@/server/credentials/report";
import { needsSignIn, notConnected, unreadable } from "@/server/credentials/required";
import { unseal } from "@/server/infra/seal";
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";

/** What signing in at a server needs to know of it. */
export type AccessServer = RenewServer & {
  slug: string;
  authMethod: string;
  headerName: string | null;
  credentialMode: string;
};

/** A credential opened for requests. */
export type Access = {
  headers: Record<string, string>;
  /** What sockets and upstream sessions are kept apart by. */
  credentialKey: string;
  /** Null for a server without sign-in. */
  held: HeldCredential | null;
};

/** Seconds of life below which a token is renewed before it is used, and beside its use. */
const leastSeconds = 5;
const earlySeconds = 60;

/**
 * The credential of a call: the person's own, or the shared one, renewed where it has to be. Throws `connection_required`
 * with `details` { reason: not_connected | needs_sign_in | unreadable, mode } and `upstream_unreachable` with reason
 * `renewal` when the service that renews it does not answer.
 */
export async function openAccess(
  server: AccessServer,
  userId: string | null,
  now: Date,
): Promise<Access> {
  return open(server, userId, now, findHeld);
}

/** As `openAccess`, for administrators who have just changed something: nothing kept is believed. */
export function openAccessAnew(
  server: AccessServer,
  userId: string | null,
  now: Date,
): Promise<Access> {
  return open(server, userId, now, readHeld);
}

/**
 * After a 401: the same access with a renewed token, or with one that somebody else has renewed meanwhile. Otherwise the
 * refusal is noted and `connection_required` thrown. Whoever calls it does so once for a call (security: T53).
 */
export async function renewAccess(
  server: AccessServer,
  access: Access,
  now: Date,
  challenge: BearerChallenge | null = null,
): Promise<Access> {
  const { held } = access;
  if (held?.kind === "oauth" && held.renewable)
    return toAccess(server, await renew(server, held, now, challenge));
  throw await refuseAccess(server, access, now);
}

/**
 * Notes that a server refused this access, and only a person can mend it. The `connection_required` to throw. A server
 * without sign-in has nothing to note.
 */
export async function refuseAccess(
  server: AccessServer,
  { held }: Access,
  now: Date,
  reason: string | null = null,
): Promise<AppError> {
  if (!held) return notConnected(modeOf(server));
  const usual = held.kind === "oauth" ? refusedSignIn : refusedSecret;
  await markRefused(server, held, reason ?? usual, now);
  return needsSignIn(modeOf(server), reason ?? usual);
}

const refusedSignIn = "The server no longer accepts this sign-in. It may have been revoked there.";
const refusedSecret =
  "The server does not accept the stored credential. It may have expired or been revoked.";

type Find = (serverId: string, userId: string | null) => Promise<HeldCredential | null>;

async function open(
  server: AccessServer,
  userId: string | null,
  now: Date,
  find: Find,
): Promise<Access> {
  if (server.authMethod === "none") return { headers: {}, credentialKey: "none", held: null };
  const held = await ownOf(server, userId, find);
  return toAccess(server, await fresh(server, held, now));
}

export function modeOf(server: AccessServer): "shared" | "personal" {
  return server.credentialMode === "personal" ? "personal" : "shared";
}

async function ownOf(
  server: AccessServer,
  userId: string | null,
  find: Find,
): Promise<HeldCredential> {
  const mode = modeOf(server);
  if (mode === "personal" && userId === null) throw notConnected(mode);
  const owner = mode === "personal" ? userId : null;
  const known = await find(server.id, owner);
  // Kept apart from the endpoint's snapshot, either may be older: a credential goes to the address it was read with.
  const held = known?.url === server.url ? known : await readHeld(server.id, owner);
  if (!held || held.kind !== server.authMethod) throw notConnected(mode);
  if (held.url === server.url) return held;
  throw new AppError(
    "upstream_unreachable",
    "The server's address has just been changed. Try again.",
    { details: { reason: "changed" } },
  );
}

/** The credential to use now. A token or key entered by hand is always tried: the server may take it again. */
async function fresh(
  server: AccessServer,
  held: HeldCredential,
  now: Date,
): Promise<HeldCredential> {
  if (held.kind !== "oauth") return held;
  if (held.needsSignInSince) throw needsSignIn(modeOf(server), held.statusReason);
  const left = secondsLeft(held, held.expiresIn);
  if (left === null || left >= earlySeconds) return held;
  if (!held.renewable) {
    if (left > 0) return held;
    throw needsSignIn(
      modeOf(server),
      "The sign-in has expired, and the service does not renew it.",
    );
  }
  if (left < leastSeconds) return renew(server, held, now).catch((error) => spared(held, error));
  renewBehind(server, held, now);
  return held;
}

/** While the service that renews does not answer, what is left of the old token serves. */
function spared(held: HeldCredential, error: unknown): HeldCredential {
  const isAway = toAppError(error).code === "upstream_unreachable";
  if (isAway && (secondsLeft(held, held.expiresIn) ?? 0) > 0) return held;
  throw error;
}

async function toAccess(server: AccessServer, held: HeldCredential): Promise<Access> {
  const secret = await secretIn(server, held).catch((error) => unreadable(modeOf(server), error));
  return { headers: headersFor(server, secret), credentialKey: credentialKeyOf(held), held };
}

async function secretIn(server: AccessServer, held: HeldCredential): Promise<string> {
  const text = await unseal(held.sealed, credentialBinding(server, held));
  if (held.kind === "oauth") return readPair(text).accessToken;
  // Never an empty token, whatever is stored (security: T80).
  if (text === "") throw new Error("an empty secret");
  return text;
}
