// In: an authorization server, who we are, and the clients kept. Out: the client to use there, or that a person must
// enter one. Promises MCP's order: entered by hand, metadata document, dynamic registration, ask.

import type { ClientIdentity } from "@/server/upstream/oauth/client-metadata";
import {
  type DynamicRegistration,
  registerDynamically,
} from "@/server/upstream/oauth/dynamic-registration";
import { refusal } from "@/server/upstream/oauth/refusal";
import { authMethodFor, type RegisteredClient } from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

export type Registration =
  | { kind: "client"; client: RegisteredClient; fresh: false }
  /** Just registered: to be kept by the caller; or refused, and then to be entered by hand. */
  | DynamicRegistration
  /** A client id, and perhaps a secret, must be entered by hand. */
  | { kind: "manual"; reason: "not_offered" | "issuer_changed" };

export type RegistrationInput = {
  server: AuthorizationServer;
  identity: ClientIdentity;
  /** Clients kept for this MCP server, of whatever issuer. */
  kept: readonly RegisteredClient[];
  now: Date;
  signal?: AbortSignal | undefined;
};

/** Throws AppError as `outboundFetch` when the registration endpoint is down or answers nonsense. */
export async function registerClient(input: RegistrationInput): Promise<Registration> {
  const { server, identity, kept, now, signal } = input;
  const own = kept.filter(({ issuer }) => issuer === server.issuer);
  const entered = own.find(({ origin }) => origin === "entered");
  if (entered) return { kind: "client", client: entered, fresh: false };
  // What a person entered was for one server; to go on with another in silence would hide that it changed.
  if (kept.some(({ origin }) => origin === "entered"))
    return { kind: "manual", reason: "issuer_changed" };
  if (server.clientDocuments && identity.documentUrl !== null)
    return { kind: "client", client: documentClient(server.issuer, identity), fresh: false };
  const registered = own.find((client) => isUsable(client, identity, now));
  if (registered) return { kind: "client", client: registered, fresh: false };
  if (server.registrationEndpoint === null) return { kind: "manual", reason: "not_offered" };
  return registerDynamically(server, server.registrationEndpoint, identity, signal);
}

export type Entered = { clientId: string; clientSecret: string | null };

/** The client a person entered by hand. Throws `upstream_invalid` when the server wants a proof we cannot give. */
export function enteredClient(
  server: AuthorizationServer,
  redirectUri: string,
  { clientId, clientSecret }: Entered,
): RegisteredClient {
  const authMethod = authMethodFor(server, clientSecret !== null);
  if (authMethod === null)
    throw refusal(
      "client_authentication",
      "The authorization server accepts neither a client secret nor a client without one.",
    );
  const { issuer } = server;
  const origin = "entered";
  return { origin, issuer, clientId, clientSecret, authMethod, redirectUri, secretExpiresAt: null };
}

/** The client we are where our metadata document is read. */
export function documentClient(issuer: string, identity: ClientIdentity): RegisteredClient {
  return {
    origin: "document",
    issuer,
    clientId: identity.documentUrl ?? "",
    clientSecret: null,
    authMethod: "none",
    redirectUri: identity.redirectUri,
    secretExpiresAt: null,
  };
}

/** Registered for the address people return to, and not about to lose its secret. */
function isUsable(client: RegisteredClient, identity: ClientIdentity, now: Date): boolean {
  const { origin, redirectUri, secretExpiresAt } = client;
  if (origin !== "registered" || redirectUri !== identity.redirectUri) return false;
  return secretExpiresAt === null || secretExpiresAt - now.getTime() > 60 * 60 * 1000;
}
