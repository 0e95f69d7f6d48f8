// In: an attempt and the parameters the browser came back with. Out: tokens. Promises that a code is sent to the token
// endpoint of the server the browser was sent to, once, and only after state and issuer agree (security: T47).
import { AppError } from "@/server/core/errors";
import type { Attempt } from "@/server/upstream/oauth/authorize";
import { toErrorCode } from "@/server/upstream/oauth/error-code";
import { refusal } from "@/server/upstream/oauth/refusal";
import { askTokenEndpoint } from "@/server/upstream/oauth/token-endpoint";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

/**
 * Validates the authorization response (RFC 9207 §2.4 in MCP's table) and redeems its code. Throws AppError: `bad_request`
 * (not our attempt), `upstream_invalid` with reason `issuer_mismatch`, `sign_in_refused` or `code_refused`, `forbidden`
 * with reason `denied` when the person said no, or whatever the exchange throws.
 */
export async function completeAuthorization(
  attempt: Attempt,
  params: URLSearchParams,
  now: Date,
  signal?: AbortSignal,
): Promise<TokenSet> {
  const code = validatedCode(attempt, params);
  const { server, client, resource, verifier, scopes } = attempt;
  const form = {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: client.redirectUri,
    resource,
  };
  const answer = await askTokenEndpoint({ server, client, form, now, signal });
  if (answer.kind === "tokens") return { ...answer.tokens, scopes: answer.tokens.scopes ?? scopes };
  if (answer.kind === "failed") throw answer.error;
  throw refusal(
    "code_refused",
    "The service did not accept the sign-in it had just granted. Connect again.",
    { error: answer.error },
  );
}

function validatedCode({ state, server }: Attempt, params: URLSearchParams): string {
  if (single(params, "state") !== state)
    throw new AppError(
      "bad_request",
      "This sign-in was not started here, or has already been used. Connect again.",
      { details: { reason: "state" } },
    );
  const issuer = single(params, "iss");
  // Compared letter for letter; what the response says beside it is not even read (MCP 2026-07-28).
  if (issuer === null ? server.responseIssuer : issuer !== server.issuer)
    throw refusal(
      "issuer_mismatch",
      "The answer did not come from the service that was asked, so it was thrown away. Connect again.",
    );
  if (params.has("error")) throw declined(toErrorCode(single(params, "error")));
  const code = single(params, "code");
  if (code === null || !/^[\x20-\x7e]{1,8192}$/.test(code))
    throw refusal("sign_in_refused", "The service sent no code for this sign-in. Connect again.");
  return code;
}

function declined(error: string | null): AppError {
  if (error === "access_denied")
    return new AppError("forbidden", "The sign-in was declined at the service.", {
      details: { reason: "denied" },
    });
  return refusal("sign_in_refused", "The service refused the sign-in. Connect again.", { error });
}

/** Null when absent. Throws `bad_request` for a parameter given twice (RFC 6749 §3.1). */
function single(params: URLSearchParams, name: string): string | null {
  const [value = null, ...more] = params.getAll(name);
  if (more.length > 0)
    throw new AppError("bad_request", "The service's answer is not well-formed. Connect again.", {
      details: { reason: "repeated", name },
    });
  return value;
}
