// The whole way from a 401 to a call with the person's own token, against real authorization servers.
import { describe, expect, test } from "vitest";
import { enteredByHand } from "@/server/testing/upstream-authorization-server";
import { echo, targetOf } from "@/server/testing/upstream-calls";
import {
  closeServers,
  discovered,
  identity,
  knock,
  redirectUri,
  signIn,
  startPair,
} from "@/server/testing/upstream-sign-in";
import { callUpstream } from "@/server/upstream/call";
import { refreshTokens } from "@/server/upstream/oauth/refresh";
import { enteredClient, registerClient } from "@/server/upstream/oauth/registration";
import { revokeTokens } from "@/server/upstream/oauth/revoke";

closeServers();

async function whoAmI(upstream: { url: string; hostPort: string }, token: string): Promise<string> {
  const target = targetOf({ ...upstream } as Parameters<typeof targetOf>[0], {
    era: "E26",
    headers: { authorization: `Bearer ${token}` },
    credentialKey: token,
  });
  const answer = await callUpstream(target, {
    ...echo(""),
    params: '{"name":"whoami","arguments":{}}',
    mcpName: "whoami",
  });
  return /"text":"(\w+)"/.exec(answer.raw)?.[1] ?? answer.raw;
}

describe("a service where clients register themselves", () => {
  test("two people sign in and call with their own tokens", async () => {
    const { upstream } = await startPair({ style: "notion" });
    const ana = await signIn(upstream);
    const ben = await signIn(upstream, [ana.client], { account: "ben" });
    expect(ben.client).toEqual(ana.client);
    expect(await whoAmI(upstream, ana.tokens.accessToken)).toBe("ana");
    expect(await whoAmI(upstream, ben.tokens.accessToken)).toBe("ben");
  });

  test("registration states what we are and keys the client by issuer", async () => {
    const { upstream, authority } = await startPair({ style: "notion" });
    const { client } = await signIn(upstream);
    const sent = authority.requests.find(({ path }) => path === "/reg");
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({
      application_type: "native",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
    });
    expect(client).toMatchObject({ origin: "registered", issuer: authority.issuer });
  });

  test("tokens tell who, for what and until when", async () => {
    const { upstream } = await startPair({ style: "notion" }, { scope: "read" });
    const { tokens } = await signIn(upstream);
    expect(tokens.scopes).toContain("read");
    expect(tokens.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    expect(tokens.refreshToken).toEqual(expect.any(String));
  });

  test("a refresh rotates, and the token used up is refused", async () => {
    const { upstream } = await startPair({ style: "notion" });
    const { found, client, tokens } = await signIn(upstream);
    const input = {
      server: found.server,
      client,
      refreshToken: tokens.refreshToken ?? "",
      resource: found.resource,
      scopes: tokens.scopes,
      now: new Date(),
    };
    const first = await refreshTokens(input);
    if (first.kind !== "refreshed") throw new Error(first.kind);
    expect(first.tokens.refreshToken).not.toBe(tokens.refreshToken);
    expect(await whoAmI(upstream, first.tokens.accessToken)).toBe("ana");
    expect(await refreshTokens(input)).toEqual({ kind: "refused", error: "invalid_grant" });
  });

  test("revocation ends both tokens at the service", async () => {
    const { upstream } = await startPair({ style: "notion" });
    const { found, client, tokens } = await signIn(upstream);
    expect(await revokeTokens({ server: found.server, client, tokens })).toBe("revoked");
    expect((await knock(upstream, tokens.accessToken)).status).toBe(401);
  });
});

describe("a service without registration", () => {
  test("asks for a client by hand, and works with it", async () => {
    const made = enteredByHand(redirectUri);
    const { upstream, authority } = await startPair({ style: "github", clients: [made] });
    const { server } = await discovered(upstream);
    expect(server.issuer).toBe(`http://${authority.hostPort}/login/oauth`);
    const asked = await registerClient({ server, identity, kept: [], now: new Date() });
    expect(asked).toEqual({ kind: "manual", reason: "not_offered" });
    const client = enteredClient(server, redirectUri, {
      clientId: made.client_id,
      clientSecret: made.client_secret,
    });
    expect(client.authMethod).toBe("client_secret_basic");
    const { tokens } = await signIn(upstream, [client]);
    expect(tokens.refreshToken).toBeNull();
    expect(await whoAmI(upstream, tokens.accessToken)).toBe("ana");
  });
});
