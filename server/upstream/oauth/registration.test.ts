import { describe, expect, test } from "vitest";
import { startGuardedUpstream } from "@/server/testing/guarded-upstream";
import { authorityMetadata, type Said, startMetadataHost } from "@/server/testing/metadata-host";
import { startUpstreamAuthorizationServer } from "@/server/testing/upstream-authorization-server";
import {
  closeServers,
  discovered,
  identity,
  opened,
  redirectUri,
  signIn,
  startPair,
} from "@/server/testing/upstream-sign-in";
import { clientIdentity } from "@/server/upstream/oauth/client-metadata";
import { refreshTokens } from "@/server/upstream/oauth/refresh";
import {
  authMethodFor,
  proofOf,
  type RegisteredClient,
} from "@/server/upstream/oauth/registered-client";
import { enteredClient, registerClient } from "@/server/upstream/oauth/registration";
import { fetchServerMetadata } from "@/server/upstream/oauth/server-metadata";

closeServers();

const now = new Date();
const registered = { client_id: "made-for-us", client_secret: "s3cret" };

async function serverOf(change: Record<string, unknown> = {}, answer: Said = registered) {
  const one = await opened(
    startMetadataHost((origin) => ({
      "/.well-known/oauth-authorization-server": {
        ...authorityMetadata(origin),
        registration_endpoint: `${origin}/register`,
        ...change,
      },
      "/register": answer,
    })),
  );
  return { one, server: await fetchServerMetadata(one.origin) };
}

const publicIdentity = clientIdentity("https://gatehouse.example.com");

describe("the order is: entered, document, registration, ask", () => {
  test("a client entered by hand comes first", async () => {
    const { one, server } = await serverOf({ client_id_metadata_document_supported: true });
    const client = enteredClient(server, redirectUri, { clientId: "x", clientSecret: null });
    const found = await registerClient({ server, identity: publicIdentity, kept: [client], now });
    expect(found).toEqual({ kind: "client", client, fresh: false });
    expect(one.asked()).not.toContain("/register");
  });

  test("then our document, wherever others can read it", async () => {
    const { one, server } = await serverOf({ client_id_metadata_document_supported: true });
    const found = await registerClient({ server, identity: publicIdentity, kept: [], now });
    expect(found).toMatchObject({
      client: { origin: "document", clientId: publicIdentity.documentUrl, authMethod: "none" },
    });
    expect(one.asked()).not.toContain("/register");
    const local = await registerClient({ server, identity, kept: [], now });
    expect(local).toMatchObject({ client: { origin: "registered" }, fresh: true });
  });

  test("then registration, once", async () => {
    const { one, server } = await serverOf();
    const first = await registerClient({ server, identity, kept: [], now });
    if (first.kind !== "client") throw new Error(first.kind);
    const again = await registerClient({ server, identity, kept: [first.client], now });
    expect(again).toEqual({ kind: "client", client: first.client, fresh: false });
    expect(one.asked().filter((path) => path === "/register")).toHaveLength(1);
  });

  test("a registration for another callback or with a secret about to end is not used", async () => {
    const { server } = await serverOf();
    const first = await registerClient({ server, identity, kept: [], now });
    if (first.kind !== "client") throw new Error(first.kind);
    for (const change of [
      { redirectUri: "http://localhost:4/x" },
      { secretExpiresAt: now.getTime() },
    ])
      expect(
        await registerClient({ server, identity, kept: [{ ...first.client, ...change }], now }),
      ).toMatchObject({ fresh: true });
  });

  test("a refused registration is to be entered by hand, with its code and not its words", async () => {
    const words = { error: "invalid_redirect_uri", error_description: "call 555-0100" };
    const { server } = await serverOf({}, words);
    const found = await registerClient({ server, identity, kept: [], now });
    expect(found).toEqual({ kind: "manual", reason: "refused", error: "invalid_redirect_uri" });
    const closed = await serverOf({}, 403);
    expect(await registerClient({ server: closed.server, identity, kept: [], now })).toEqual({
      kind: "manual",
      reason: "refused",
      error: null,
    });
  });

  test.each([
    ["is no JSON", "<html>"],
    ["has no client id", {}],
    ["has a client id that breaks lines", { client_id: "a\r\nb" }],
    ["has a secret that is no text", { client_id: "a", client_secret: 1 }],
  ])("an answer that %s is refused", async (_name, answer) => {
    const { server } = await serverOf({}, answer);
    await expect(registerClient({ server, identity, kept: [], now })).rejects.toMatchObject({
      code: "upstream_invalid",
      details: { reason: "registration" },
    });
  });
});

describe("T48: another authorization server", () => {
  test("a server that changes over gets a new client, and the old one's is never seen there", async () => {
    const old = await opened(startUpstreamAuthorizationServer({ style: "notion" }));
    const next = await opened(startUpstreamAuthorizationServer({ style: "notion" }));
    let authority = old;
    const upstream = await opened(startGuardedUpstream({ authority: () => authority }));
    const before = await signIn(upstream);
    authority = next;
    const after = await signIn(upstream, [before.client]);
    expect(after.client.issuer).toBe(next.issuer);
    const secrets = [before.client.clientId, before.client.clientSecret ?? before.client.clientId];
    for (const { body, headers, path } of next.requests)
      for (const secret of secrets)
        expect(JSON.stringify({ body, headers, path })).not.toContain(secret);
  });

  test("a refresh token is not sent to it, nor the client that goes with it", async () => {
    const { upstream } = await startPair({ style: "notion" });
    const other = await startPair({ style: "notion" });
    const { client, tokens, found } = await signIn(upstream);
    const { server } = await discovered(other.upstream);
    const { resource } = found;
    const refreshToken = tokens.refreshToken ?? "";
    const input = { server, client, refreshToken, resource, scopes: null, now };
    expect(await refreshTokens(input)).toMatchObject({
      kind: "failed",
      mayBeSpent: false,
      error: { details: { reason: "issuer_changed" } },
    });
    expect(other.authority.grants("refresh_token")).toBe(0);
  });

  test("a client entered by hand for the old one must be entered anew", async () => {
    const { server } = await serverOf();
    const entered = enteredClient(server, redirectUri, { clientId: "x", clientSecret: "y" });
    const kept = [{ ...entered, issuer: `${server.issuer}/` }];
    expect(await registerClient({ server, identity, kept, now })).toEqual({
      kind: "manual",
      reason: "issuer_changed",
    });
  });
});

describe("how we prove who we are", () => {
  test.each([
    [
      "basic before post",
      ["none", "client_secret_post", "client_secret_basic"],
      true,
      null,
      "client_secret_basic",
    ],
    ["post", ["client_secret_post"], true, null, "client_secret_post"],
    ["basic when nothing is listed", undefined, true, null, "client_secret_basic"],
    ["none without a secret", ["client_secret_basic"], false, null, "none"],
    ["none where only none is listed", ["none"], true, null, "none"],
    [
      "what registration said",
      ["client_secret_basic", "client_secret_post"],
      true,
      "client_secret_post",
      "client_secret_post",
    ],
    [
      "not what registration said and metadata does not",
      ["client_secret_basic"],
      true,
      "client_secret_post",
      "client_secret_basic",
    ],
    ["nothing we have", ["private_key_jwt"], true, null, null],
  ])("%s", async (_name, listed, hasSecret, stated, method) => {
    const { server } = await serverOf({ token_endpoint_auth_methods_supported: listed });
    expect(authMethodFor(server, hasSecret, stated)).toBe(method);
  });

  const client: RegisteredClient = {
    origin: "entered",
    issuer: "https://auth.example.com",
    clientId: "a:b c",
    clientSecret: "é%/+~",
    authMethod: "client_secret_basic",
    redirectUri,
    secretExpiresAt: null,
  };

  test("basic encodes both halves before it joins them", () => {
    const pair = Buffer.from(proofOf(client).headers["authorization"]?.slice(6) ?? "", "base64");
    expect(pair.toString()).toBe("a%3Ab+c:%C3%A9%25%2F%2B%7E");
  });

  test("post sends them as fields, none sends the id alone", () => {
    expect(proofOf({ ...client, authMethod: "client_secret_post" })).toEqual({
      headers: {},
      fields: { client_id: "a:b c", client_secret: "é%/+~" },
    });
    expect(proofOf({ ...client, authMethod: "none" })).toEqual({
      headers: {},
      fields: { client_id: "a:b c" },
    });
  });

  test("a secret for a server that takes none of our proofs is refused when it is entered", async () => {
    const { server } = await serverOf({
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
    });
    expect(() => enteredClient(server, redirectUri, { clientId: "x", clientSecret: "y" })).toThrow(
      /client secret/,
    );
  });
});
