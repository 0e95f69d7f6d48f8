// In: a client id and secret, however we came by them. Out: who we are at one authorization server, and how we prove it.
// Promises that they are never shown to another one (MCP 2026-07-28, "Authorization Server Binding"; security: T48).
import { refusal } from "@/server/upstream/oauth/refusal";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

export type AuthMethod = "none" | "client_secret_basic" | "client_secret_post";

/** Plain data, to be sealed where it is kept. */
export type RegisteredClient = {
  /** Entered by hand, our metadata document's URL, or registered dynamically. */
  origin: "entered" | "document" | "registered";
  /** The only server it is for. */
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  authMethod: AuthMethod;
  redirectUri: string;
  /** Milliseconds since 1970; null for never. */
  secretExpiresAt: number | null;
};

/** Throws `upstream_invalid` with reason `issuer_changed` when the client belongs to another server. */
export function requireSameIssuer(server: AuthorizationServer, client: RegisteredClient): void {
  if (client.issuer === server.issuer) return;
  throw refusal(
    "issuer_changed",
    "The server now signs people in somewhere else. It must be connected again.",
  );
}

/**
 * How to prove who we are: what the server said at registration, else the first of basic, post and none that it lists;
 * basic when it lists nothing (RFC 8414 §2). Null when it wants a method we do not have.
 */
export function authMethodFor(
  server: AuthorizationServer,
  hasSecret: boolean,
  stated?: string | null,
): AuthMethod | null {
  const listed = server.tokenAuthMethods;
  const known = methods.find((one) => one === stated);
  if (known && (hasSecret || known === "none") && (!listed || listed.includes(known))) return known;
  if (!hasSecret) return "none";
  if (!listed) return "client_secret_basic";
  return methods.find((one) => listed.includes(one)) ?? null;
}

const methods: readonly AuthMethod[] = ["client_secret_basic", "client_secret_post", "none"];

type Proof = { headers: Record<string, string>; fields: Record<string, string> };

/** What a request to the token or revocation endpoint carries for the client (RFC 6749 §2.3.1). */
export function proofOf({ clientId, clientSecret, authMethod }: RegisteredClient): Proof {
  if (authMethod === "none" || clientSecret === null)
    return { headers: {}, fields: { client_id: clientId } };
  if (authMethod === "client_secret_post")
    return { headers: {}, fields: { client_id: clientId, client_secret: clientSecret } };
  const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`;
  return {
    headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
    fields: {},
  };
}

/** application/x-www-form-urlencoded, as RFC 6749 appendix B wants both halves before they are joined. */
function formEncode(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
