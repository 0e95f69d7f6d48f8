// In: an issuer. Out: what its authorization server can do (RFC 8414, OpenID Connect Discovery). Promises that the
// document says the same issuer, letter for letter, and that every address in it passed the policy.
import { z } from "zod";
import { checkEndpoint, checkIssuer } from "@/server/upstream/oauth/address-policy";
import { type Document, firstDocument } from "@/server/upstream/oauth/metadata-document";
import { refusal } from "@/server/upstream/oauth/refusal";
import { toScopes } from "@/server/upstream/oauth/scopes";

/** Plain data: it is kept with an attempt to sign in, and with a credential to refresh and revoke it. */
export type AuthorizationServer = {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  registrationEndpoint: string | null;
  revocationEndpoint: string | null;
  scopes: string[] | null;
  grantTypes: string[] | null;
  /** Null when it does not say. */
  tokenAuthMethods: string[] | null;
  pkce: boolean;
  /** Takes the URL of a Client ID Metadata Document as client id. */
  clientDocuments: boolean;
  /** Every authorization response carries `iss` (RFC 9207 §3). */
  responseIssuer: boolean;
};

const list = z.array(z.string()).nullish().catch(null);
const flag = z.boolean().nullish().catch(false);

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  registration_endpoint: z.string().nullish(),
  revocation_endpoint: z.string().nullish(),
  scopes_supported: list,
  grant_types_supported: list,
  token_endpoint_auth_methods_supported: list,
  code_challenge_methods_supported: list,
  client_id_metadata_document_supported: flag,
  authorization_response_iss_parameter_supported: flag,
});

/** Throws `upstream_invalid` for metadata that is absent or cannot be believed, and AppError as `outboundFetch`. */
export async function fetchServerMetadata(
  issuer: string,
  signal?: AbortSignal,
): Promise<AuthorizationServer> {
  const document = await firstDocument(metadataPlaces(checkIssuer(issuer)), signal);
  if (document) return readMetadata(document, issuer);
  throw refusal(
    "no_metadata",
    "The authorization server publishes no metadata, so people cannot be signed in there.",
  );
}

/** Insertion before the path, then OpenID's appending to it: the order of MCP 2025-11-25 and 2026-07-28. */
export function metadataPlaces(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  const inserted = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ];
  return path === ""
    ? inserted
    : [...inserted, `${origin}${path}/.well-known/openid-configuration`];
}

function readMetadata(document: Document, issuer: string): AuthorizationServer {
  // RFC 8414 §3.3, without any normalisation.
  if (document["issuer"] !== issuer)
    throw refusal(
      "issuer_mismatch",
      "The authorization server's metadata names another issuer, so it is not used.",
    );
  const parsed = Metadata.safeParse(document);
  if (!parsed.success)
    throw refusal(
      "invalid_metadata",
      "The authorization server's metadata lacks its authorization or token endpoint.",
    );
  const { data } = parsed;
  return {
    issuer,
    authorizationEndpoint: checkEndpoint(data.authorization_endpoint, "authorization_endpoint"),
    tokenEndpoint: checkEndpoint(data.token_endpoint, "token_endpoint"),
    registrationEndpoint: optional(data.registration_endpoint, "registration_endpoint"),
    revocationEndpoint: optional(data.revocation_endpoint, "revocation_endpoint"),
    scopes: toScopes(data.scopes_supported),
    grantTypes: data.grant_types_supported ?? null,
    tokenAuthMethods: data.token_endpoint_auth_methods_supported ?? null,
    pkce: data.code_challenge_methods_supported?.includes("S256") ?? false,
    clientDocuments: data.client_id_metadata_document_supported ?? false,
    responseIssuer: data.authorization_response_iss_parameter_supported ?? false,
  };
}

function optional(address: string | null | undefined, name: string): string | null {
  return address ? checkEndpoint(address, name) : null;
}
