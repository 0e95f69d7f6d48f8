// In: a refresh token. Out: new tokens, a refusal, or a failure. Promises one request and never a throw: what to do about
// the answer, under which lock, and how often, is the caller's.

import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";
import { askTokenEndpoint, type TokenFailure } from "@/server/upstream/oauth/token-endpoint";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

export type RefreshInput = {
  server: AuthorizationServer;
  client: RegisteredClient;
  refreshToken: string;
  resource: string;
  /** What the tokens were granted; sent only to be kept, never widened. */
  scopes: readonly string[] | null;
  now: Date;
  signal?: AbortSignal | undefined;
};

export type Refreshed =
  /** To be kept before it is used: the old refresh token may be worthless now. */
  | { kind: "refreshed"; tokens: TokenSet }
  /** No use to try again: the person must sign in. `error` is an OAuth error code, `invalid_grant` most of all. */
  | { kind: "refused"; error: string }
  /** Try later. When `mayBeSpent`, the server may have rotated the token without our hearing of it. */
  | TokenFailure;

/** The refresh grant (RFC 6749 §6) with its resource (RFC 8707 §2.2). A server that does not rotate keeps the token. */
export async function refreshTokens(input: RefreshInput): Promise<Refreshed> {
  const { refreshToken, resource, scopes, ...rest } = input;
  const form = { grant_type: "refresh_token", refresh_token: refreshToken, resource };
  const answer = await askTokenEndpoint({ ...rest, form });
  if (answer.kind !== "tokens") return answer;
  const { tokens } = answer;
  return {
    kind: "refreshed",
    tokens: {
      ...tokens,
      refreshToken: tokens.refreshToken ?? refreshToken,
      scopes: tokens.scopes ?? (scopes ? [...scopes] : null),
    },
  };
}
