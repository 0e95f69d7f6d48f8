// In: the metadata a client registers with, or publishes as its document. Out: the metadata we keep. Promises to
// normalise first and check after, so that real clients pass and hostile ones do not (security: T13, T14, T15).
import { cleanClientName } from "@/server/oauth/client-name";
import { judgeRedirectUri, returnPlace } from "@/server/oauth/redirect-uri";

export const scopes = ["mcp", "offline_access"] as const;

export const grantTypes = ["authorization_code", "refresh_token"] as const;

export const authMethods = [
  "none",
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
] as const;

const mostRedirects = 20;

/** What we keep of a client; names as in RFC 7591 §2. */
export type ClientMetadata = {
  client_name: string;
  client_uri?: string;
  redirect_uris: string[];
  application_type: "native" | "web";
  grant_types: string[];
  response_types: ["code"];
  scope: string;
  token_endpoint_auth_method: string;
  jwks?: unknown;
  jwks_uri?: string;
};

/** Answered as RFC 7591 §3.2.2 says. */
export class RegistrationRefused extends Error {
  constructor(
    readonly error: "invalid_redirect_uri" | "invalid_client_metadata",
    message: string,
  ) {
    super(message);
  }
}

/** Throws RegistrationRefused. Unknown members are dropped, unknown scopes and grant types too; logos are never kept. */
export function normaliseRegistration(body: unknown): ClientMetadata {
  const given = requireObject(body);
  const redirects = readRedirects(given["redirect_uris"]);
  const method = readAuthMethod(given["token_endpoint_auth_method"]);
  readResponseTypes(given["response_types"]);
  return {
    client_name: cleanClientName(given["client_name"]) ?? nameFor(redirects),
    ...readHttps("client_uri", given["client_uri"]),
    redirect_uris: redirects,
    // Native is what may mix https, loopback (on any port, RFC 8252 §7.3) and private schemes, as Cursor does.
    application_type: redirects.some((uri) =>
      /^https:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(uri),
    )
      ? "web"
      : "native",
    grant_types: readGrantTypes(given["grant_types"]),
    response_types: ["code"],
    scope: scopes.join(" "),
    token_endpoint_auth_method: method,
    ...(method === "private_key_jwt" ? readKeys(given) : {}),
  };
}

function requireObject(body: unknown): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw new RegistrationRefused("invalid_client_metadata", "The metadata must be a JSON object.");
}

function readRedirects(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostRedirects) {
    throw new RegistrationRefused(
      "invalid_redirect_uri",
      `redirect_uris must hold 1 to ${mostRedirects} addresses.`,
    );
  }
  for (const uri of value) {
    const reason = judgeRedirectUri(uri);
    if (reason)
      throw new RegistrationRefused("invalid_redirect_uri", `A redirect address ${reason}.`);
  }
  return [...new Set<string>(value)];
}

function readAuthMethod(value: unknown): string {
  // RFC 7591 §2: the default when omitted.
  if (value === undefined) return "client_secret_basic";
  if (authMethods.some((method) => method === value)) return String(value);
  throw new RegistrationRefused(
    "invalid_client_metadata",
    `token_endpoint_auth_method must be one of ${authMethods.join(", ")}.`,
  );
}

function readResponseTypes(value: unknown): void {
  if (value === undefined || (Array.isArray(value) && value.includes("code"))) return;
  throw new RegistrationRefused("invalid_client_metadata", "response_types must contain code.");
}

function readGrantTypes(value: unknown): string[] {
  if (value === undefined) return [...grantTypes];
  const known = Array.isArray(value) ? grantTypes.filter((type) => value.includes(type)) : [];
  if (known.includes("authorization_code")) return known;
  throw new RegistrationRefused(
    "invalid_client_metadata",
    "grant_types must contain authorization_code.",
  );
}

function readHttps(key: "client_uri" | "jwks_uri", value: unknown): Record<string, string> {
  const sound =
    typeof value === "string" && value.length <= 2_000 && judgeRedirectUri(value) === null;
  return sound && value.startsWith("https://") ? { [key]: value } : {};
}

function readKeys(given: Record<string, unknown>): Record<string, unknown> {
  return given["jwks"] === undefined
    ? readHttps("jwks_uri", given["jwks_uri"])
    : { jwks: given["jwks"] };
}

function nameFor(redirects: readonly string[]): string {
  const place = returnPlace(redirects[0] ?? "");
  if (place.kind === "site") return place.host;
  return place.kind === "app" ? place.scheme : "An app on a computer";
}
