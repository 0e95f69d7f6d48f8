import * as v2 from "@modelcontextprotocol/client";
import * as v1 from "@modelcontextprotocol/sdk/client/auth.js";
import { beforeAll, describe, expect, test } from "vitest";
import { findPrincipal } from "@/server/grants/principal";
import { allowed, atGatehouse, Browser, origin } from "@/server/testing/oauth-browser";
import { makeScene, type Scene } from "@/server/testing/oauth-scene";

let scene: Scene;

beforeAll(async () => {
  scene = await makeScene();
});

const redirectUrl = "http://localhost:51234/callback";

const clientMetadata = {
  client_name: "SDK client",
  redirect_uris: [redirectUrl],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
};

async function allow(address: URL): Promise<URLSearchParams> {
  const browser = new Browser();
  const begun = await browser.get(address.href);
  const uid = begun.headers.get("location")?.split("/consent/")[1] ?? "";
  return allowed(browser, uid, scene.person);
}

const fetchFn = atGatehouse;

describe("the SDK's own clients find, register, authorize, redeem and refresh", () => {
  test("version 1", async () => {
    const { resource } = scene.endpoint;
    const found = await v1.discoverOAuthProtectedResourceMetadata(resource, {}, fetchFn);
    const server = found.authorization_servers?.[0] ?? "";
    const metadata = await v1.discoverAuthorizationServerMetadata(server, { fetchFn });
    const about = metadata ? { metadata } : {};
    const client = await v1.registerClient(server, { ...about, clientMetadata, fetchFn });
    const asking = {
      ...about,
      clientInformation: client,
      redirectUrl,
      resource: new URL(resource),
    };
    const { authorizationUrl, codeVerifier } = await v1.startAuthorization(server, {
      ...asking,
      scope: "mcp offline_access",
    });
    const back = await allow(authorizationUrl);
    const tokens = await v1.exchangeAuthorization(server, {
      ...asking,
      authorizationCode: back.get("code") ?? "",
      codeVerifier,
      redirectUri: redirectUrl,
      fetchFn,
    });
    expect(await findPrincipal(tokens.access_token)).toMatchObject({ clientName: "SDK client" });
    const refreshed = await v1.refreshAuthorization(server, {
      ...asking,
      refreshToken: tokens.refresh_token ?? "",
      fetchFn,
    });
    expect(await findPrincipal(refreshed.access_token)).not.toBeNull();
  });

  test("version 2, which checks the issuer of metadata and of the answer", async () => {
    const { resource } = scene.endpoint;
    const found = await v2.discoverOAuthProtectedResourceMetadata(resource, {}, fetchFn);
    const server = found.authorization_servers?.[0] ?? "";
    expect(server).toBe(origin());
    const metadata = await v2.discoverAuthorizationServerMetadata(server, { fetchFn });
    const about = metadata ? { metadata } : {};
    const client = await v2.registerClient(server, {
      ...about,
      clientMetadata: { ...clientMetadata, application_type: "native" },
      fetchFn,
    });
    const asking = {
      ...about,
      clientInformation: client,
      redirectUrl,
      resource: new URL(resource),
    };
    const { authorizationUrl, codeVerifier } = await v2.startAuthorization(server, asking);
    const back = await allow(authorizationUrl);
    const tokens = await v2.exchangeAuthorization(server, {
      ...asking,
      authorizationCode: back.get("code") ?? "",
      iss: back.get("iss") ?? "",
      codeVerifier,
      redirectUri: redirectUrl,
      fetchFn,
    });
    const refreshed = await v2.refreshAuthorization(server, {
      ...asking,
      refreshToken: tokens.refresh_token ?? "",
      fetchFn,
    });
    expect(await findPrincipal(refreshed.access_token)).toMatchObject({
      endpointId: scene.endpoint.id,
    });
  });
});

test("what metadata says is there is there, and the provider agrees", async () => {
  const metadata = await (await atGatehouse(`${origin()}/.well-known/openid-configuration`)).json();
  const paths = ["", `/mcp/${scene.endpoint.slug}`];
  for (const path of paths) {
    const other = await atGatehouse(`${origin()}/.well-known/oauth-authorization-server${path}`);
    expect(await other.json()).toEqual(metadata);
    expect(other.headers.get("access-control-allow-origin")).toBe("*");
  }
  expect(metadata).toMatchObject({
    issuer: origin(),
    code_challenge_methods_supported: ["S256"],
    client_id_metadata_document_supported: true,
    response_types_supported: ["code"],
  });
  const keys = await (await atGatehouse(metadata.jwks_uri)).json();
  expect(keys.keys).toMatchObject([{ kty: "EC", alg: "ES256" }]);
  expect(JSON.stringify(keys)).not.toContain('"d"');
  const absent = Object.keys(metadata).filter((name) =>
    /device|introspection|userinfo|pushed|end_session|backchannel|dpop/.test(name),
  );
  expect(absent).toEqual([]);
});

test("resource metadata is the same for every well-formed slug, and tells of no endpoint", async () => {
  const at = (slug: string) =>
    atGatehouse(`${origin()}/.well-known/oauth-protected-resource/mcp/${slug}`);
  const real = await (await at(scene.endpoint.slug)).json();
  const made = await (await at("nosuchslug")).json();
  expect({ ...real, resource: "" }).toEqual({ ...made, resource: "" });
  expect(real).toMatchObject({
    resource: scene.endpoint.resource,
    authorization_servers: [origin()],
    scopes_supported: ["mcp"],
    bearer_methods_supported: ["header"],
  });
  expect((await at("Not-A-Slug!")).status).toBe(404);
  expect((await atGatehouse(`${origin()}/.well-known/oauth-protected-resource`)).status).toBe(404);
  expect((await atGatehouse(`${origin()}/.well-known/other`, { method: "POST" })).status).toBe(405);
});
