import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { serveRecorded } from "@/server/testing/recorded-http";
import { closeServers, opened, redirectUri } from "@/server/testing/upstream-sign-in";
import { type RefreshInput, refreshTokens } from "@/server/upstream/oauth/refresh";
import { revokeTokens } from "@/server/upstream/oauth/revoke";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

closeServers();

const planted = { refreshToken: "planted-refresh", clientSecret: "planted-secret" };
const now = new Date("2026-11-20T12:00:00Z");

async function inputAgainst(answer: (response: ServerResponse) => void) {
  const http = await opened(serveRecorded((_request, response) => answer(response)));
  const server: AuthorizationServer = {
    issuer: http.origin,
    authorizationEndpoint: `${http.origin}/authorize`,
    tokenEndpoint: `${http.origin}/token`,
    registrationEndpoint: null,
    revocationEndpoint: `${http.origin}/revoke`,
    scopes: null,
    grantTypes: null,
    tokenAuthMethods: null,
    pkce: true,
    clientDocuments: false,
    responseIssuer: false,
  };
  const input: RefreshInput = {
    server,
    client: {
      origin: "entered",
      issuer: http.origin,
      clientId: "abc",
      clientSecret: planted.clientSecret,
      authMethod: "client_secret_post",
      redirectUri,
      secretExpiresAt: null,
    },
    refreshToken: planted.refreshToken,
    resource: "https://mcp.example.com/mcp",
    scopes: ["read"],
    now,
  };
  return { http, input };
}

const saying = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  inputAgainst((response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });

const sound = { access_token: "new", token_type: "Bearer" };

describe("new tokens", () => {
  test.each([
    ["a rotated token replaces the old", { refresh_token: "next" }, { refreshToken: "next" }],
    ["without rotation the old one stays", {}, { refreshToken: planted.refreshToken }],
    ["an empty one is none", { refresh_token: "" }, { refreshToken: planted.refreshToken }],
    ["scopes stay when unsaid", {}, { scopes: ["read"] }],
    ["scopes may shrink", { scope: "a b" }, { scopes: ["a", "b"] }],
    ["no expiry is told as none", {}, { expiresAt: null }],
    ["seconds count from now", { expires_in: 60 }, { expiresAt: new Date(+now + 60_000) }],
    ["seconds as a text", { expires_in: "60" }, { expiresAt: new Date(+now + 60_000) }],
    ["seconds that are none", { expires_in: "soon" }, { expiresAt: null }],
    ["seconds below zero", { expires_in: -5 }, { expiresAt: null }],
    ["lower-case bearer", { token_type: "bearer" }, { accessToken: "new" }],
  ])("%s", async (_name, change, tokens) => {
    const { input } = await saying(200, { ...sound, ...change });
    expect(await refreshTokens(input)).toMatchObject({ kind: "refreshed", tokens });
  });

  test("an expiry beyond all measure is still a date", async () => {
    const { input } = await saying(200, { ...sound, expires_in: 1e300 });
    const outcome = await refreshTokens(input);
    if (outcome.kind !== "refreshed") throw new Error(outcome.kind);
    expect(outcome.tokens.expiresAt?.getUTCFullYear()).toBe(2036);
  });

  test("the account is read from an ID token, cleaned of what is hidden", async () => {
    const claims = { email: "ana\u202e@example.com\n" };
    const idToken = `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;
    const { input } = await saying(200, { ...sound, id_token: idToken });
    expect(await refreshTokens(input)).toMatchObject({ tokens: { account: "ana@example.com" } });
  });

  test("the request holds the grant, the resource and the client, and no scope", async () => {
    const { http, input } = await saying(200, sound);
    await refreshTokens(input);
    expect(Object.fromEntries(new URLSearchParams(http.requests[0]?.body))).toEqual({
      grant_type: "refresh_token",
      refresh_token: planted.refreshToken,
      resource: input.resource,
      client_id: "abc",
      client_secret: planted.clientSecret,
    });
  });
});

describe("refusals", () => {
  test.each([
    [400, { error: "invalid_grant", error_description: "x" }, "invalid_grant"],
    [401, { error: "invalid_client" }, "invalid_client"],
    [200, { error: "bad_refresh_token" }, "bad_refresh_token"],
    [200, { ...sound, error: "invalid_grant" }, "invalid_grant"],
    [400, { error: "<b>" }, "unknown"],
  ])("%i %j is final", async (status, body, error) => {
    const { http, input } = await saying(status, body);
    expect(await refreshTokens(input)).toEqual({ kind: "refused", error });
    expect(http.requests).toHaveLength(1);
  });
});

describe("failures are not final, and are asked once", () => {
  test.each([
    ["a 500", 500, "oops", "upstream_unreachable", true],
    ["a 503 with an error", 503, { error: "invalid_grant" }, "upstream_unreachable", true],
    ["too many requests", 429, { error: "slow_down" }, "upstream_unreachable", false],
    ["a temporary error", 400, { error: "temporarily_unavailable" }, "upstream_invalid", true],
    ["a proxy's page", 403, "<html>", "upstream_invalid", true],
    ["no JSON", 200, "access_token=x", "upstream_invalid", true],
    ["a list", 200, [sound], "upstream_invalid", true],
    ["another kind of token", 200, { ...sound, token_type: "DPoP" }, "upstream_invalid", true],
    ["no token type", 200, { access_token: "x" }, "upstream_invalid", true],
    [
      "a token that breaks a header",
      200,
      { ...sound, access_token: "a\r\nb" },
      "upstream_invalid",
      true,
    ],
    ["an endless answer", 200, "x".repeat(100_000), "upstream_too_large", true],
    ["a redirect", 307, "", "upstream_redirect", true],
  ])("%s", async (_name, status, body, code, mayBeSpent) => {
    const { http, input } = await saying(status, body, { location: "/elsewhere" });
    const outcome = await refreshTokens(input);
    expect(outcome).toMatchObject({ kind: "failed", error: { code }, mayBeSpent });
    expect(http.requests).toHaveLength(1);
  });

  test("a connection cut off may have used the token up; one refused did not", async () => {
    const { http, input } = await inputAgainst((response) => void response.destroy());
    expect(await refreshTokens(input)).toMatchObject({ kind: "failed", mayBeSpent: true });
    await http.close();
    expect(await refreshTokens(input)).toMatchObject({ kind: "failed", mayBeSpent: false });
  });

  test("what the server asks for is passed on: when to try again", async () => {
    const { input } = await saying(429, {}, { "retry-after": "7" });
    expect(await refreshTokens(input)).toMatchObject({ error: { retryAfter: 7 } });
  });

  test("no failure or refusal holds a secret, even when the server echoes them", async () => {
    const echo = JSON.stringify(planted);
    for (const [status, body] of [
      [400, { error: "invalid_grant", error_description: echo }],
      [500, echo],
      [200, echo],
      [400, { error: planted.refreshToken.toUpperCase() }],
    ] as const) {
      const { input } = await saying(status, body);
      const outcome = await refreshTokens(input);
      const error = outcome.kind === "failed" ? outcome.error : null;
      const told = `${JSON.stringify({ outcome, error })}${error?.message}${error?.stack}${error?.cause}`;
      expect(told).not.toMatch(/planted/i);
    }
  });
});

describe("revocation is tried once and never throws", () => {
  const tokens = { accessToken: "a", refreshToken: "r" };

  test("both tokens, the refresh token first", async () => {
    const { http, input } = await saying(200, "");
    expect(await revokeTokens({ ...input, tokens })).toBe("revoked");
    const sent = http.requests.map(({ path, body }) => [
      path,
      new URLSearchParams(body).get("token"),
    ]);
    expect(sent).toEqual([
      ["/revoke", "r"],
      ["/revoke", "a"],
    ]);
  });

  test("a service that fails, is gone, or is another's", async () => {
    const { http, input } = await saying(503, "");
    expect(await revokeTokens({ ...input, tokens })).toBe("failed");
    await http.close();
    expect(await revokeTokens({ ...input, tokens })).toBe("failed");
    const client = { ...input.client, issuer: "https://other.example" };
    expect(await revokeTokens({ ...input, client, tokens })).toBe("failed");
  });

  test("a service that offers none", async () => {
    const { http, input } = await saying(200, "");
    const server = { ...input.server, revocationEndpoint: null };
    expect(await revokeTokens({ ...input, server, tokens })).toBe("not_offered");
    expect(http.requests).toEqual([]);
  });
});
