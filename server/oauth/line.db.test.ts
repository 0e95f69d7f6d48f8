import * as oauth from "oauth4webapi";
import { beforeAll, expect, test } from "vitest";
import { newId, newSlug } from "@/server/core/ids";
import { findPrincipal } from "@/server/grants/principal";
import { db } from "@/server/infra/db";
import { makeMember, makeProject } from "@/server/testing/factories";
import { allowed, atGatehouse, Browser, decider, origin } from "@/server/testing/oauth-browser";

const options = { [oauth.customFetch]: atGatehouse, [oauth.allowInsecureRequests]: true };

let resource: string;
let userId: string;
let endpointId: string;

beforeAll(async () => {
  const project = await makeProject();
  userId = (await makeMember(project.id, "member")).userId;
  endpointId = newId();
  const slug = newSlug();
  await db().mcpEndpoint.create({
    data: { id: endpointId, projectId: project.id, slug, name: "Support" },
  });
  resource = `${origin()}/mcp/${slug}`;
});

test("a client registers, is allowed on the consent page, redeems its code, refreshes and gives back", async () => {
  const found = await oauth.resourceDiscoveryRequest(new URL(resource), options);
  const protectedResource = await oauth.processResourceDiscoveryResponse(new URL(resource), found);
  expect(protectedResource.authorization_servers).toEqual([origin()]);

  const issuer = new URL(origin());
  const discovery = await oauth.discoveryRequest(issuer, { ...options, algorithm: "oauth2" });
  const as = { ...(await oauth.processDiscoveryResponse(issuer, discovery)), issuer: origin() };
  const redirectUri = "http://localhost:53187/callback";
  const registration = await oauth.dynamicClientRegistrationRequest(
    as,
    {
      client_name: "Claude Code",
      redirect_uris: ["http://localhost/callback"],
      token_endpoint_auth_method: "none",
    },
    options,
  );
  const client = await oauth.processDynamicClientRegistrationResponse(registration);

  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const browser = new Browser();
  const begun = await browser.get(
    `${as.authorization_endpoint}?${new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: "code",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      resource,
    })}`,
  );
  const uid = begun.headers.get("location")?.split("/consent/")[1] ?? "";
  const back = await allowed(browser, uid, decider(userId), { seconds: "3600" });
  const params = oauth.validateAuthResponse(as, client, back, state);

  const answer = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    params,
    redirectUri,
    verifier,
    options,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer);
  expect(tokens).toMatchObject({ token_type: "bearer", scope: "mcp", expires_in: 900 });
  expect(await findPrincipal(tokens.access_token)).toMatchObject({
    endpointId,
    userId,
    clientId: client.client_id,
    clientName: "Claude Code",
  });

  const refreshed = await oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token ?? "", {
      ...options,
      additionalParameters: { resource },
    }),
  );
  expect(await findPrincipal(refreshed.access_token)).not.toBeNull();

  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, oauth.None(), refreshed.refresh_token ?? "", options),
  );
  expect(await findPrincipal(refreshed.access_token)).toBeNull();
  expect(await findPrincipal(tokens.access_token)).toBeNull();
});
