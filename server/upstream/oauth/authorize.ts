// In: what discovery and registration found. Out: the address to send the browser to, and what to remember of the
// attempt. Promises PKCE with S256, a resource, and a state and verifier that nobody can guess.
import { hash } from "node:crypto";
import { randomToken } from "@/server/core/ids";
import { refusal } from "@/server/upstream/oauth/refusal";
import {
  type RegisteredClient,
  requireSameIssuer,
} from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

/** Plain data with secrets: to be sealed, bound to a browser session, used once, and forgotten in ten minutes. */
export type Attempt = {
  /** As it was when the browser left: the code is redeemed there and nowhere else. */
  server: AuthorizationServer;
  client: RegisteredClient;
  resource: string;
  scopes: string[] | null;
  state: string;
  verifier: string;
};

export type Authorization = {
  url: string;
  /** Where the person is sent, to be shown before. */
  host: string;
  /** Where the code will be redeemed. */
  tokenHost: string;
  attempt: Attempt;
};

export type AuthorizationInput = Omit<Attempt, "state" | "verifier">;

/** Throws `upstream_invalid`: `no_pkce` (security: T49), or `issuer_changed` for a client of another server. */
export function beginAuthorization(input: AuthorizationInput): Authorization {
  const { server, client, resource, scopes } = input;
  requireSameIssuer(server, client);
  if (!server.pkce)
    throw refusal("no_pkce", "The authorization server does not support PKCE with S256.");
  const attempt = { ...input, state: randomToken(), verifier: randomToken() };
  const url = new URL(server.authorizationEndpoint);
  const params = {
    response_type: "code",
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    state: attempt.state,
    code_challenge: hash("sha256", attempt.verifier, "base64url"),
    code_challenge_method: "S256",
    resource,
    ...(scopes ? { scope: scopes.join(" ") } : {}),
    // Without it OpenID providers ignore the wish for a refresh token (OpenID Connect Core §11).
    ...(scopes?.includes("offline_access") ? { prompt: "consent" } : {}),
  };
  // The endpoint's own query stays (RFC 6749 §3.1), but overrides nothing of ours.
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  const tokenHost = new URL(server.tokenEndpoint).host;
  return { url: url.href, host: url.host, tokenHost, attempt };
}
