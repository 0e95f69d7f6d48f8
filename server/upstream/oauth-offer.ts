// In: a server's address, and its challenge if there is one. Out: how it signs people in, and what that asks of whoever
// adds it. Promises the checks of discovery.ts on every statement, and to go to no other origin unconfirmed (security: T45).
import { AppError } from "@/server/core/errors";
import { discover } from "@/server/upstream/discover";
import { endSession } from "@/server/upstream/handshake";
import { type BearerChallenge, readChallenge } from "@/server/upstream/oauth/challenge";
import type { ClientIdentity } from "@/server/upstream/oauth/client-metadata";
import {
  type Discovery,
  type DiscoveryOptions,
  discoverAuthorization,
} from "@/server/upstream/oauth/discovery";
import { Challenge } from "@/server/upstream/status";

/** Plain data, to be kept with the server. */
export type FoundSignIn = Discovery & {
  /** The scopes of its challenge; null when it named none. */
  asked: string[] | null;
};

export type SignInOffer = {
  issuer: string;
  /** Where people are sent. */
  host: string;
  /** How we become its client; manual: a person has to make one there and enter it. */
  registration: "document" | "dynamic" | "manual";
  scopes: string[] | null;
};

export type LookOptions = DiscoveryOptions & {
  /** Undefined: the server is asked for it. */
  challenge?: BearerChallenge | null | undefined;
};

/** Throws AppError as `discoverAuthorization`, and as `discover` when the server does not answer. */
export async function lookForSignIn(url: string, options: LookOptions = {}): Promise<FoundSignIn> {
  const { challenge = await knock(url, options.signal), ...rest } = options;
  const found = await discoverAuthorization(url, challenge, rest);
  return { ...found, asked: challenge?.scopes ?? null };
}

/** What a refusal says about signing in; null when it says nothing. */
export function challengeOf(error: AppError): BearerChallenge | null {
  return error.cause instanceof Challenge ? readChallenge(error.cause.header) : null;
}

/** The order is that of registration.ts. */
export function offerOf({ server, scopes, asked }: FoundSignIn, us: ClientIdentity): SignInOffer {
  const byDocument = server.clientDocuments && us.documentUrl !== null;
  const other = server.registrationEndpoint === null ? "manual" : "dynamic";
  return {
    issuer: server.issuer,
    host: new URL(server.authorizationEndpoint).host,
    registration: byDocument ? "document" : other,
    scopes: asked ?? scopes,
  };
}

/** Goes there as a stranger. */
async function knock(url: string, signal?: AbortSignal): Promise<BearerChallenge | null> {
  const credentialKey = crypto.randomUUID();
  try {
    const found = await discover({ serverId: "sign-in", url, credentialKey, headers: {} }, signal);
    if (found.era === "E25") await endSession(found.session);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Whatever else it says to strangers, its documents may still tell.
    if (error.code === "upstream_invalid" || error.code === "upstream_too_large") return null;
    if (error.code === "connection_required") return challengeOf(error);
    throw error;
  }
}
