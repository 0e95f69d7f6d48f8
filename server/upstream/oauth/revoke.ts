// In: tokens that are no longer wanted. Out: whether the service was told (RFC 7009). Promises to try once for each, and
// never to throw: what is kept here is erased whatever the service says.
import {
  type RegisteredClient,
  requireSameIssuer,
} from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";
import { postForm } from "@/server/upstream/oauth/token-endpoint";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

export type RevokeInput = {
  server: AuthorizationServer;
  client: RegisteredClient;
  tokens: Pick<TokenSet, "accessToken" | "refreshToken">;
  signal?: AbortSignal | undefined;
};

/** The refresh token goes first, since the whole grant ends with it where the service works so (RFC 7009 §2.1). */
export async function revokeTokens(
  input: RevokeInput,
): Promise<"revoked" | "not_offered" | "failed"> {
  const { server, tokens } = input;
  const endpoint = server.revocationEndpoint;
  if (endpoint === null) return "not_offered";
  const { accessToken, refreshToken } = tokens;
  const refreshed =
    refreshToken === null || (await revoke(endpoint, input, "refresh_token", refreshToken));
  const accessed = await revoke(endpoint, input, "access_token", accessToken);
  return refreshed && accessed ? "revoked" : "failed";
}

async function revoke(
  endpoint: string,
  { server, client, signal }: RevokeInput,
  hint: string,
  token: string,
): Promise<boolean> {
  try {
    requireSameIssuer(server, client);
    const form = { token, token_type_hint: hint };
    return (await postForm(endpoint, { client, form, signal })).ok;
  } catch {
    return false;
  }
}
