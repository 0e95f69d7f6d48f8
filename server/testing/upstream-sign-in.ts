// What tests of signing in to upstream servers share: servers that are closed again and whose addresses are allowed, and
// the walk from a refusal to tokens.
import { afterAll, afterEach, beforeEach } from "vitest";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { closeOutbound } from "@/server/infra/outbound";
import { outboundFetch } from "@/server/infra/outbound-fetch";
import {
  type GuardedOptions,
  type GuardedUpstream,
  startGuardedUpstream,
} from "@/server/testing/guarded-upstream";
import { type Decision, signInAt } from "@/server/testing/signing-in";
import {
  type AuthorizationOptions,
  startUpstreamAuthorizationServer,
  type UpstreamAuthorizationServer,
} from "@/server/testing/upstream-authorization-server";
import { type Attempt, beginAuthorization } from "@/server/upstream/oauth/authorize";
import { readChallenge } from "@/server/upstream/oauth/challenge";
import { clientIdentity } from "@/server/upstream/oauth/client-metadata";
import { completeAuthorization } from "@/server/upstream/oauth/complete";
import { type Discovery, discoverAuthorization } from "@/server/upstream/oauth/discovery";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import { registerClient } from "@/server/upstream/oauth/registration";
import { selectScopes } from "@/server/upstream/oauth/select-scopes";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

export const identity = clientIdentity("http://localhost:3000");
export const { redirectUri } = identity;

type Closable = { hostPort: string; close(): Promise<void> };

const open: Closable[] = [];

/** Call once in a test file: every server of a test is closed after it, and the allow-list is empty before. */
export function closeServers(): void {
  beforeEach(() => setEgressAllow([]));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  afterAll(closeOutbound);
}

/** Allows the server's address, and closes it after the test. */
export async function opened<T extends Closable>(starting: Promise<T>): Promise<T> {
  const one = await starting;
  open.push(one);
  setEgressAllow(open.map(({ hostPort }) => hostPort));
  return one;
}

export type Pair = { authority: UpstreamAuthorizationServer; upstream: GuardedUpstream };

export async function startPair(
  options: AuthorizationOptions,
  guarded: Partial<GuardedOptions> = {},
): Promise<Pair> {
  const authority = await opened(startUpstreamAuthorizationServer(options));
  const upstream = await opened(startGuardedUpstream({ authority: () => authority, ...guarded }));
  return { authority, upstream };
}

/** One request to the server, and the challenge of its refusal. */
export async function knock(upstream: GuardedUpstream, token?: string) {
  const response = await outboundFetch(upstream.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  });
  return {
    status: response.status,
    challenge: readChallenge(response.headers.get("www-authenticate")),
  };
}

export async function discovered(upstream: GuardedUpstream): Promise<Discovery> {
  const { challenge } = await knock(upstream);
  return discoverAuthorization(upstream.url, challenge);
}

export type SignedIn = {
  found: Discovery;
  client: RegisteredClient;
  attempt: Attempt;
  tokens: TokenSet;
};

/** From the server's 401 to tokens, with a client kept or registered on the way. */
export async function signIn(
  upstream: GuardedUpstream,
  kept: RegisteredClient[] = [],
  decision: Decision = {},
): Promise<SignedIn> {
  const { challenge } = await knock(upstream);
  const found = await discoverAuthorization(upstream.url, challenge);
  const { server, resource } = found;
  const registration = await registerClient({ server, identity, kept, now: new Date() });
  if (registration.kind === "manual") throw new Error(`manual: ${registration.reason}`);
  const { client } = registration;
  const scopes = selectScopes({ challenge, supported: found.scopes, server });
  const { url, attempt } = beginAuthorization({ server, client, resource, scopes });
  const back = await signInAt(url, redirectUri, decision);
  const tokens = await completeAuthorization(attempt, back.searchParams, new Date());
  return { found, client, attempt, tokens };
}
