import { calculatePKCECodeChallenge } from "oauth4webapi";
import { expect, test } from "vitest";
import { beginAuthorization } from "@/server/upstream/oauth/authorize";
import { readChallenge } from "@/server/upstream/oauth/challenge";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import { selectScopes } from "@/server/upstream/oauth/select-scopes";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

const server: AuthorizationServer = {
  issuer: "https://auth.example.com",
  authorizationEndpoint: "https://login.example.com/authorize?tenant=a&state=fixed&resource=x",
  tokenEndpoint: "https://api.example.com/token",
  registrationEndpoint: null,
  revocationEndpoint: null,
  scopes: null,
  grantTypes: null,
  tokenAuthMethods: null,
  pkce: true,
  clientDocuments: false,
  responseIssuer: false,
};

const client: RegisteredClient = {
  origin: "entered",
  issuer: server.issuer,
  clientId: "abc",
  clientSecret: "the-secret",
  authMethod: "client_secret_basic",
  redirectUri: "https://gatehouse.example.com/connect/callback",
  secretExpiresAt: null,
};

const resource = "https://mcp.example.com/mcp";

test("the address carries everything once, and no secret", async () => {
  const scopes = ["read", "offline_access"];
  const { url, host, tokenHost, attempt } = beginAuthorization({
    server,
    client,
    resource,
    scopes,
  });
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    tenant: "a",
    response_type: "code",
    client_id: "abc",
    redirect_uri: client.redirectUri,
    state: attempt.state,
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: "S256",
    resource,
    scope: "read offline_access",
    prompt: "consent",
  });
  expect([...new URL(url).searchParams.keys()]).toHaveLength(10);
  expect([host, tokenHost]).toEqual(["login.example.com", "api.example.com"]);
  expect(url).not.toContain(attempt.verifier);
  expect(url).not.toContain("the-secret");
});

test("no two attempts share a state or a verifier, and both are long", () => {
  const all = Array.from({ length: 20 }, () =>
    beginAuthorization({ server, client, resource, scopes: null }),
  ).flatMap(({ attempt }) => [attempt.state, attempt.verifier]);
  expect(new Set(all).size).toBe(40);
  for (const one of all) expect(one).toMatch(/^[\w-]{43}$/);
});

test("an attempt survives being written down", () => {
  const { attempt } = beginAuthorization({ server, client, resource, scopes: null });
  expect(JSON.parse(JSON.stringify(attempt))).toEqual(attempt);
});

test("T48: a client of another issuer is not sent there", () => {
  for (const issuer of ["https://old.example.com", `${server.issuer}/`, ""])
    expect(() =>
      beginAuthorization({ server, client: { ...client, issuer }, resource, scopes: null }),
    ).toThrowError(expect.objectContaining({ details: { reason: "issuer_changed" } }));
});

test("T49: a server without PKCE is refused here too", () => {
  expect(() =>
    beginAuthorization({ server: { ...server, pkce: false }, client, resource, scopes: null }),
  ).toThrowError(expect.objectContaining({ details: { reason: "no_pkce" } }));
});

const challenge = readChallenge('Bearer scope="files:read"');
const offering = { ...server, scopes: ["files:read", "offline_access"] };

test.each([
  ["the challenge's", { challenge, supported: ["a", "b"], server }, ["files:read"]],
  ["all supported", { challenge: null, supported: ["a", "b"], server }, ["a", "b"]],
  ["none", { challenge: null, supported: null, server }, null],
  [
    "none, with nothing to be offline for",
    { challenge: null, supported: null, server: offering },
    null,
  ],
  [
    "and offline access",
    { challenge, supported: null, server: offering },
    ["files:read", "offline_access"],
  ],
  [
    "earlier ones and the challenge's",
    { challenge, supported: ["a"], server, earlier: ["files:write", "files:read"] },
    ["files:write", "files:read"],
  ],
])("scopes to ask for: %s", (_name, sources, scopes) => {
  expect(selectScopes(sources)).toEqual(scopes);
});
