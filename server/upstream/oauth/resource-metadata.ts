// In: a server's URL and its challenge. Out: the protected-resource metadata (RFC 9728) that names its authorization
// servers. Promises that it comes from the server's own origin and speaks about this server.
import { z } from "zod";
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import { type Document, firstDocument } from "@/server/upstream/oauth/metadata-document";
import { refusal } from "@/server/upstream/oauth/refusal";
import { toScopes } from "@/server/upstream/oauth/scopes";

export type ProtectedResource = {
  /** As written in the document: the `resource` parameter of all requests (RFC 8707). */
  resource: string;
  issuers: [string, ...string[]];
  scopes: string[] | null;
};

const Metadata = z.object({
  resource: z.string().max(2_048),
  authorization_servers: z.tuple([z.string()], z.string()),
  scopes_supported: z.array(z.string()).nullish().catch(null),
});

const wellKnown = "/.well-known/oauth-protected-resource";

export type Trust = {
  /** Another origin that an administrator confirmed for the metadata of this server. */
  confirmedOrigin?: string | undefined;
  signal?: AbortSignal | undefined;
};

/**
 * Reads the document a challenge names, or the one at the well-known addresses. Null when there is none anywhere: the
 * server may speak revision 2025-03-26. Throws `upstream_invalid` for documents that cannot be believed.
 */
export async function findProtectedResource(
  serverUrl: string,
  challenge: BearerChallenge | null,
  trust: Trust = {},
): Promise<ProtectedResource | null> {
  const server = new URL(serverUrl);
  const named = challenge?.resourceMetadata ?? null;
  const places = named === null ? wellKnownPlaces(server) : [trusted(named, server, trust)];
  const document = await firstDocument(places, trust.signal);
  if (document) return readResource(document, serverUrl);
  if (named === null) return null;
  throw refusal(
    "no_metadata",
    "The server names a document about signing in that is not there. Its operator must correct it.",
  );
}

/** With the server's path first, then at the root (RFC 9728 §3.1). */
function wellKnownPlaces(server: URL): string[] {
  const { origin, pathname, search } = server;
  const path = pathname.replace(/\/$/, "");
  const exact = pathname === "/" ? "" : pathname;
  return [exact + search, path + search, ""].map((end) => `${origin}${wellKnown}${end}`);
}

function trusted(named: string, server: URL, { confirmedOrigin }: Trust): string {
  const origin = URL.parse(named)?.origin;
  if (origin === server.origin || (origin !== undefined && origin === confirmedOrigin))
    return named;
  throw refusal(
    "foreign_metadata",
    "The server refers to another host for how people sign in, so its answer is not followed.",
    origin === undefined || origin === "null" ? {} : { origin },
  );
}

function readResource(document: Document, serverUrl: string): ProtectedResource {
  const parsed = Metadata.safeParse(document);
  if (!parsed.success)
    throw refusal(
      "invalid_metadata",
      "The server's protected-resource metadata names no resource or no authorization server.",
    );
  const { resource, authorization_servers, scopes_supported } = parsed.data;
  if (!covers(resource, serverUrl))
    throw refusal(
      "resource_mismatch",
      "The server's protected-resource metadata is about another server, so it is not used.",
    );
  return { resource, issuers: authorization_servers, scopes: toScopes(scopes_supported) };
}

/**
 * Whether a resource identifier stands for the server: its URL, or a path above it on the same origin. RFC 9728 §3.3
 * wants the URL alone, but many servers name their origin, and the official SDKs take it.
 */
function covers(resource: string, serverUrl: string): boolean {
  const named = /^https?:\/\/[^\s\\#]+$/i.test(resource) ? URL.parse(resource) : null;
  const server = new URL(serverUrl);
  if (!named || named.origin !== server.origin || named.username + named.password) return false;
  if (named.search !== "" && named.search !== server.search) return false;
  const folder = named.pathname.replace(/\/?$/, "/");
  return server.pathname.replace(/\/?$/, "/").startsWith(folder);
}
