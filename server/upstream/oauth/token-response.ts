// In: the body of a successful answer of a token endpoint (RFC 6749 §5.1). Out: tokens fit to keep and to send. Promises
// that they cannot break a header, and that only bearer tokens pass.
import { z } from "zod";
import { accountIn } from "@/server/upstream/oauth/account-label";
import { readScopes } from "@/server/upstream/oauth/scopes";

/** Secrets: to be sealed at once. */
export type TokenSet = {
  accessToken: string;
  refreshToken: string | null;
  /** Null when the server does not say; then a refusal tells. */
  expiresAt: Date | null;
  /** Granted; null when the server does not say and nothing was asked for. */
  scopes: string[] | null;
  /** Who signed in, for people to read; null when the server does not say. */
  account: string | null;
};

const secret = z.string().regex(/^[\x21-\x7e]{1,16384}$/);

const Tokens = z.object({
  access_token: secret,
  token_type: z.string().regex(/^bearer$/i),
  refresh_token: secret.nullish().or(z.literal("")),
  // Some servers write the number as a text.
  expires_in: z.coerce.number().nonnegative().nullish().catch(null),
  scope: z.string().nullish().catch(null),
  id_token: z.string().nullish().catch(null),
});

const longest = 10 * 365 * 24 * 60 * 60;

/** Null for anything that is not a bearer token response. */
export function readTokens(body: unknown, now: Date): TokenSet | null {
  const parsed = Tokens.safeParse(body);
  if (!parsed.success) return null;
  const { access_token, refresh_token, expires_in, scope, id_token } = parsed.data;
  const seconds = expires_in == null ? null : Math.min(expires_in, longest);
  return {
    accessToken: access_token,
    refreshToken: refresh_token || null,
    expiresAt: seconds === null ? null : new Date(now.getTime() + seconds * 1000),
    scopes: readScopes(scope),
    account: accountIn(id_token),
  };
}
