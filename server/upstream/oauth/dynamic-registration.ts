// In: a registration endpoint and who we are. Out: the client it made for us (RFC 7591), or that it refused. Promises one
// request, and that a refusal's text stays there: only its error code is passed on.
import { z } from "zod";
import { AppError } from "@/server/core/errors";
import { outboundFetch } from "@/server/infra/outbound-fetch";
import type { ClientIdentity } from "@/server/upstream/oauth/client-metadata";
import { readErrorCode } from "@/server/upstream/oauth/error-code";
import { toObject } from "@/server/upstream/oauth/metadata-document";
import { authMethodFor, type RegisteredClient } from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";
import { noAnswer } from "@/server/upstream/status";

const printable = (most: number) =>
  z
    .string()
    .regex(/^[\x20-\x7e]+$/)
    .max(most);

const Registered = z.object({
  client_id: printable(2_048),
  client_secret: printable(4_096).nullish(),
  client_secret_expires_at: z.number().nonnegative().nullish(),
  token_endpoint_auth_method: z.string().nullish(),
});

export type DynamicRegistration =
  | { kind: "client"; client: RegisteredClient; fresh: true }
  /** `error` is its OAuth error code; null when it gave none. */
  | { kind: "manual"; reason: "refused"; error: string | null };

/** Throws AppError as `outboundFetch`, and `upstream_invalid` for an answer that is no registration. */
export async function registerDynamically(
  server: AuthorizationServer,
  endpoint: string,
  identity: ClientIdentity,
  signal?: AbortSignal,
): Promise<DynamicRegistration> {
  const response = await outboundFetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(requestFor(server, identity)),
    maxBytes: 64 << 10,
    signal,
  });
  if (response.status >= 500 || response.status === 429) throw noAnswer(response.status, {});
  const body = toObject(await response.text());
  if (!response.ok || body?.["error"] !== undefined)
    return { kind: "manual", reason: "refused", error: readErrorCode(body) };
  return { kind: "client", client: readClient(body, server, identity), fresh: true };
}

function requestFor(server: AuthorizationServer, { metadata }: ClientIdentity) {
  const method = authMethodFor(server, true) ?? "none";
  const { grantTypes } = server;
  const refuses = grantTypes !== null && !grantTypes.includes("refresh_token");
  return {
    ...metadata,
    grant_types: refuses ? ["authorization_code"] : metadata.grant_types,
    token_endpoint_auth_method: method,
  };
}

function readClient(
  body: unknown,
  server: AuthorizationServer,
  { redirectUri }: ClientIdentity,
): RegisteredClient {
  const parsed = Registered.safeParse(body);
  const secret = parsed.data?.client_secret ?? null;
  const stated = parsed.data?.token_endpoint_auth_method;
  const authMethod = authMethodFor(server, secret !== null, stated);
  if (!parsed.success || authMethod === null)
    throw new AppError(
      "upstream_invalid",
      "The authorization server's answer to our registration cannot be used.",
      { details: { reason: "registration" } },
    );
  const expires = parsed.data.client_secret_expires_at;
  return {
    origin: "registered",
    issuer: server.issuer,
    clientId: parsed.data.client_id,
    clientSecret: secret,
    authMethod,
    redirectUri,
    secretExpiresAt: expires ? expires * 1000 : null,
  };
}
