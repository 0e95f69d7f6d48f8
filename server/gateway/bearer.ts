// In: the Authorization header. Out: the token, or the challenge that leads a client to our authorization server.
// Promises RFC 6750 §3 and RFC 9728 §5.1, and that a token in a query is never looked at.
import type { Inbound } from "@/server/gateway/inbound";
import { Refusal } from "@/server/gateway/refusal";
import { env } from "@/server/infra/env";

/** The one scope there is: to use the endpoint. */
const scope = "mcp";

/** The bearer token. Throws 401 without one or with a malformed one, 400 when there are several. */
export function bearerOf(inbound: Inbound, slug: string): string {
  const header = inbound.header("authorization");
  if (header === null) throw challenge(slug);
  // Several header lines arrive here joined by a comma, which no token contains.
  if (header.includes(","))
    throw new Refusal(400, -32600, "Send one Authorization header.", { id: undefined });
  const match = /^bearer +(\S.*)$/i.exec(header);
  if (!match) throw challenge(slug);
  const token = match[1] ?? "";
  if (token.length > 512 || !/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) throw invalidToken(slug);
  return token;
}

/** 401 for a token that is malformed, expired, revoked or meant for another endpoint; `reason` is for the record alone. */
export function invalidToken(slug: string, reason = "invalid_token"): Refusal {
  const why = "The access token is not valid here. Authorize again.";
  const attributes = `, error="invalid_token", error_description="${why}"`;
  return challenge(slug, reason, why, attributes);
}

function challenge(
  slug: string,
  reason = "no_token",
  message = "Authorize to use this endpoint.",
  attributes = "",
): Refusal {
  const metadata = `${env().publicUrl}/.well-known/oauth-protected-resource/mcp/${slug}`;
  return new Refusal(401, -32600, message, {
    id: undefined,
    reason,
    headers: {
      "www-authenticate": `Bearer resource_metadata="${metadata}", scope="${scope}"${attributes}`,
    },
  });
}
