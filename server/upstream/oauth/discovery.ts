// In: a server that wants people to sign in, and its challenge. Out: which authorization server signs them in, and for
// which resource. Promises that every statement was checked against the one before it; the caller may keep the answer.
import { AppError } from "@/server/core/errors";
import { checkOutboundUrl } from "@/server/infra/outbound";
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import { refusal } from "@/server/upstream/oauth/refusal";
import { findProtectedResource, type Trust } from "@/server/upstream/oauth/resource-metadata";
import {
  type AuthorizationServer,
  fetchServerMetadata,
} from "@/server/upstream/oauth/server-metadata";

export type Discovery = {
  server: AuthorizationServer;
  /** The `resource` parameter of all requests (RFC 8707). */
  resource: string;
  /** What the protected resource supports; null when it does not say. */
  scopes: string[] | null;
};

export type DiscoveryOptions = Trust & {
  /** Taken when the server still names it among several: the one whose client or credential is kept. */
  preferredIssuer?: string | undefined;
};

/**
 * Follows MCP's "Authorization Server Discovery": at most six requests of ten seconds each. Throws AppError: `upstream_invalid` with a reason of refusal.ts,
 * `egress_blocked` (with `details.hostPort`), and whatever `outboundFetch` throws.
 */
export async function discoverAuthorization(
  serverUrl: string,
  challenge: BearerChallenge | null,
  options: DiscoveryOptions = {},
): Promise<Discovery> {
  const url = checkOutboundUrl(serverUrl);
  const found = await findProtectedResource(url.href, challenge, options);
  // Revision 2025-03-26 knew no such document: the server's origin was its authorization server.
  const { resource, issuers, scopes } = found ?? {
    resource: canonical(url),
    issuers: [url.origin] as const,
    scopes: null,
  };
  const { preferredIssuer, signal } = options;
  const issuer = issuers.find((one) => one === preferredIssuer) ?? issuers[0];
  const server = await fetchServerMetadata(issuer, signal).catch((error: unknown) => {
    throw found ? error : toAbsent(error);
  });
  if (server.pkce) return { server, resource, scopes };
  throw refusal(
    "no_pkce",
    "The authorization server does not support PKCE with S256, so signing in there is not safe and is refused.",
  );
}

/** Nothing was promised, and nothing is there. */
function toAbsent(error: unknown): unknown {
  if (!(error instanceof AppError) || error.details["reason"] !== "no_metadata") return error;
  return refusal("not_offered", "The server does not say how people sign in to it.");
}

/** A server without a path is named without the slash (MCP, "Canonical Server URI"). */
function canonical(url: URL): string {
  return url.pathname === "/" && url.search === "" ? url.origin : url.href;
}
