import { toAppError } from "@/server/core/errors";
import type { SealedAttempt } from "@/server/credentials/attempts";
import { headersFor } from "@/server/credentials/headers";
import { discover } from "@/server/upstream/discover";
import { endSession } from "@/server/upstream/handshake";
import type { TokenSet } from "@/server/upstream/oauth/token-response";
import { challengeOf } from "@/server/upstream/oauth-offer";

/** Why a server does not let us in with tokens its own service has just given. */
export type Verdict =
  | { kind: "refused"; reason: string }
  /** It wants more rights than were granted: the tokens are kept, and the next sign-in asks for these. */
  | { kind: "more"; scopes: string[]; reason: string };

const tryMs = 15_000;

/** Shows the tokens to the server once. Null when it takes them, and when it cannot be asked at the moment. */
export async function tryTokens(
  server: { id: string; name: string; url: string },
  { server: authority }: SealedAttempt,
  tokens: TokenSet,
): Promise<Verdict | null> {
  const headers = headersFor({ authMethod: "oauth", headerName: null }, tokens.accessToken);
  // Never together with the sockets and sessions of anybody else.
  const target = {
    serverId: server.id,
    url: server.url,
    credentialKey: crypto.randomUUID(),
    headers,
  };
  try {
    const found = await discover(target, AbortSignal.timeout(tryMs));
    if (found.era === "E25") await endSession(found.session);
    return null;
  } catch (error) {
    const known = toAppError(error);
    if (known.code !== "connection_required") return null;
    const { host } = new URL(authority.authorizationEndpoint);
    const scopes = known.details["status"] === 403 ? (challengeOf(known)?.scopes ?? null) : null;
    if (scopes)
      return {
        kind: "more",
        scopes,
        reason: `${server.name} needs more rights than ${host} granted. Connect again to be asked for them.`,
      };
    return {
      kind: "refused",
      reason: `${host} signed you in, but ${server.name} does not accept that sign-in. Use an account that may use ${server.name}, or ask an administrator of the project.`,
    };
  }
}
