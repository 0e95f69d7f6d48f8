// In: a grant to present at a token endpoint. Out: tokens, a refusal, or a failure. Promises one request and no throw, and
// to say of a failure whether the grant may have been used up by it.
import { AppError, toAppError } from "@/server/core/errors";
import { outboundFetch } from "@/server/infra/outbound-fetch";
import { readErrorCode } from "@/server/upstream/oauth/error-code";
import { type Document, toObject } from "@/server/upstream/oauth/metadata-document";
import {
  proofOf,
  type RegisteredClient,
  requireSameIssuer,
} from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";
import { readTokens, type TokenSet } from "@/server/upstream/oauth/token-response";
import { noAnswer } from "@/server/upstream/status";

export type TokenRequest = {
  server: AuthorizationServer;
  client: RegisteredClient;
  form: Readonly<Record<string, string>>;
  now: Date;
  signal?: AbortSignal | undefined;
};

/** The server may or may not have acted on what we sent. */
export type TokenFailure = { kind: "failed"; error: AppError; mayBeSpent: boolean };

export type TokenAnswer =
  | { kind: "tokens"; tokens: TokenSet }
  /** `error` is an OAuth error code. */
  | { kind: "refused"; error: string }
  | TokenFailure;

/** Authenticates as the client and asks once. A client of another issuer `failed` before anything is sent. */
export async function askTokenEndpoint(request: TokenRequest): Promise<TokenAnswer> {
  const { server, client, now } = request;
  let response: Response;
  try {
    requireSameIssuer(server, client);
    response = await postForm(server.tokenEndpoint, request);
  } catch (error) {
    const known = toAppError(error);
    return { kind: "failed", error: known, mayBeSpent: mayHaveArrived(known) };
  }
  const body = toObject(await response.text());
  // Some services refuse with status 200.
  const refused = refusedWith(response.status, body);
  if (refused) return { kind: "refused", error: refused };
  const tokens = response.ok ? readTokens(body, now) : null;
  if (tokens) return { kind: "tokens", tokens };
  return { kind: "failed", error: failureOf(response), mayBeSpent: response.status !== 429 };
}

/** A form to an endpoint of the client's server, proving who we are. */
export function postForm(
  endpoint: string,
  { client, form, signal }: Pick<TokenRequest, "client" | "form" | "signal">,
): Promise<Response> {
  const { headers, fields } = proofOf(client);
  return outboundFetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
      ...headers,
    },
    body: new URLSearchParams({ ...form, ...fields }).toString(),
    credentialKey: `oauth ${client.issuer} ${client.clientId}`,
    maxBytes: 64 << 10,
    signal,
  });
}

const passing = new Set(["server_error", "temporarily_unavailable", "slow_down"]);

function refusedWith(status: number, body: Document | null): string | null {
  if (status >= 500 || status === 429 || status === 408 || body?.["error"] === undefined)
    return null;
  const error = readErrorCode(body) ?? "unknown";
  return passing.has(error) ? null : error;
}

function failureOf(response: Response): AppError {
  const { status, headers } = response;
  const retryAfter = headers.get("retry-after") ?? undefined;
  if (status >= 500 || status === 429 || status === 408)
    return noAnswer(status, { "retry-after": retryAfter });
  return new AppError(
    "upstream_invalid",
    "The authorization server's answer cannot be understood.",
    { details: { reason: "token_response", status } },
  );
}

const neverSent = new Set(["dns", "refused", "route", "connect_timeout", "tls"]);

function mayHaveArrived({ code, details }: AppError): boolean {
  if (code === "egress_blocked" || code === "bad_request") return false;
  const reason = String(details["reason"]);
  return reason !== "issuer_changed" && !neverSent.has(reason);
}
