import { describe, expect, test } from "vitest";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { authorityMetadata, type Said, startMetadataHost } from "@/server/testing/metadata-host";
import { closeServers, discovered, opened, startPair } from "@/server/testing/upstream-sign-in";
import { readChallenge } from "@/server/upstream/oauth/challenge";
import { discoverAuthorization } from "@/server/upstream/oauth/discovery";
import { metadataPlaces } from "@/server/upstream/oauth/server-metadata";

closeServers();

const prm = "/.well-known/oauth-protected-resource";
const asm = "/.well-known/oauth-authorization-server";
const oidc = "/.well-known/openid-configuration";

const host = (say: (origin: string) => Record<string, Said>) => opened(startMetadataHost(say));

const pointsTo = (issuer: string, resource: string) => ({
  resource,
  authorization_servers: [issuer],
});

const named = (address: string) => readChallenge(`Bearer resource_metadata="${address}"`);

const refusedAs = (reason: string) =>
  expect.objectContaining({
    code: "upstream_invalid",
    details: expect.objectContaining({ reason }),
  });

describe("metadata is found wherever the specification lets it be", () => {
  test("issuers are tried by insertion first, then by appending", () => {
    expect(metadataPlaces("https://auth.example.com/tenant1")).toEqual([
      `https://auth.example.com${asm}/tenant1`,
      `https://auth.example.com${oidc}/tenant1`,
      `https://auth.example.com/tenant1${oidc}`,
    ]);
    expect(metadataPlaces("https://auth.example.com/")).toEqual([
      `https://auth.example.com${asm}`,
      `https://auth.example.com${oidc}`,
    ]);
  });

  test.each([
    ["inserted", "", `${prm}/mcp`, asm],
    ["at the root", "", prm, oidc],
    ["inserted, for a tenant", "/tenant1", `${prm}/mcp`, `${asm}/tenant1`],
    ["at the root, for a tenant", "/tenant1", prm, `${oidc}/tenant1`],
    ["appended, for a tenant", "/tenant1", prm, `/tenant1${oidc}`],
  ])("without a challenge: %s", async (_name, tenant, resourceAt, serverAt) => {
    const one = await host((origin) => ({
      [resourceAt]: pointsTo(origin + tenant, `${origin}/mcp`),
      [serverAt]: authorityMetadata(origin + tenant),
    }));
    const found = await discoverAuthorization(`${one.origin}/mcp`, null);
    expect(found).toMatchObject({
      resource: `${one.origin}/mcp`,
      server: { issuer: one.origin + tenant },
    });
  });

  test("the document a challenge names is the only one that is read", async () => {
    const one = await host((origin) => ({
      "/custom.json": pointsTo(origin, `${origin}/mcp`),
      [asm]: authorityMetadata(origin),
    }));
    await discoverAuthorization(`${one.origin}/mcp`, named(`${one.origin}/custom.json`));
    expect(one.asked()).toEqual(["/custom.json", asm]);
  });

  test("pages and logins in place of a document are passed over", async () => {
    const one = await host((origin) => ({
      [`${prm}/mcp`]: "<!doctype html><title>App</title>",
      [prm]: pointsTo(origin, origin),
      [asm]: 302,
      [oidc]: authorityMetadata(origin),
    }));
    const found = await discoverAuthorization(`${one.origin}/mcp`, null);
    expect(found.resource).toBe(one.origin);
  });

  test("a server of 2025-03-26 is its own authorization server", async () => {
    const one = await host((origin) => ({ [asm]: authorityMetadata(origin) }));
    const found = await discoverAuthorization(`${one.origin}/`, null);
    expect(found).toMatchObject({ resource: one.origin, server: { issuer: one.origin } });
  });

  test("the issuer whose client is kept is taken while it is still named", async () => {
    const one = await host((origin) => ({
      [prm]: { resource: origin, authorization_servers: [origin, `${origin}/b`] },
      [asm]: authorityMetadata(origin),
      [`${asm}/b`]: authorityMetadata(`${origin}/b`),
    }));
    const at = async (preferredIssuer: string) =>
      (await discoverAuthorization(one.origin, null, { preferredIssuer })).server.issuer;
    expect(await at(`${one.origin}/b`)).toBe(`${one.origin}/b`);
    expect(await at(`${one.origin}/gone`)).toBe(one.origin);
  });

  test("a failing server is not taken for one without metadata", async () => {
    const one = await host((origin) => ({ [prm]: pointsTo(origin, origin), [`${prm}/mcp`]: 503 }));
    await expect(discoverAuthorization(`${one.origin}/mcp`, null)).rejects.toMatchObject({
      code: "upstream_unreachable",
    });
  });
});

describe("T44: redirects are not followed", () => {
  test("a document that is only a redirect", async () => {
    const one = await host(() => ({ "/custom.json": 307 }));
    await expect(
      discoverAuthorization(`${one.origin}/mcp`, named(`${one.origin}/custom.json`)),
    ).rejects.toMatchObject({ code: "upstream_redirect" });
    expect(one.asked()).toEqual(["/custom.json"]);
  });
});

describe("T45: metadata from elsewhere", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data",
    "https://evil.example/.well-known/oauth-protected-resource",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "/relative",
    "",
  ])("a challenge that names %j is not followed", async (address) => {
    const one = await host(() => ({}));
    const running = discoverAuthorization(`${one.origin}/mcp`, named(address));
    // An empty value names nothing, so that the well-known addresses are asked.
    await expect(running).rejects.toEqual(
      refusedAs(address === "" ? "not_offered" : "foreign_metadata"),
    );
    if (address !== "") expect(one.asked()).toEqual([]);
  });

  test("another port is another origin, unless an administrator confirmed it", async () => {
    const one = await host(() => ({}));
    const other = await host((origin) => ({
      "/prm": pointsTo(origin, `${one.origin}/mcp`),
      [asm]: authorityMetadata(origin),
    }));
    const challenge = named(`${other.origin}/prm`);
    await expect(discoverAuthorization(`${one.origin}/mcp`, challenge)).rejects.toMatchObject({
      details: { reason: "foreign_metadata", origin: other.origin },
    });
    const confirmedOrigin = other.origin;
    const found = await discoverAuthorization(`${one.origin}/mcp`, challenge, { confirmedOrigin });
    expect(found.server.issuer).toBe(other.origin);
  });

  test.each([
    ["another host", () => "https://evil.example/mcp"],
    ["a host that begins alike", (origin: string) => `${origin}.evil.example/mcp`],
    ["a sibling", (origin: string) => `${origin}/other`],
    ["a path that begins alike", (origin: string) => `${origin}/mc`],
    ["a path below", (origin: string) => `${origin}/mcp/deeper`],
    ["a fragment", (origin: string) => `${origin}/mcp#x`],
    ["a user name", (origin: string) => `${origin.replace("://", "://x@")}/mcp`],
    ["a query", (origin: string) => `${origin}/mcp?x`],
    ["no URL", () => "mcp"],
  ])("a resource that is %s does not match", async (_name, resourceOf) => {
    const one = await host((origin) => ({
      [`${prm}/mcp`]: pointsTo(origin, resourceOf(origin)),
      [asm]: authorityMetadata(origin),
    }));
    await expect(discoverAuthorization(`${one.origin}/mcp`, null)).rejects.toEqual(
      refusedAs("resource_mismatch"),
    );
    expect(one.asked()).toEqual([`${prm}/mcp`]);
  });

  test.each([
    ["private", "https://10.0.0.8"],
    ["cloud metadata", "https://169.254.169.254"],
    ["this computer, another port", "http://127.0.0.1:9"],
  ])("an authorization server that is %s is not contacted", async (_name, issuer) => {
    const one = await host((origin) => ({ [prm]: pointsTo(issuer, origin) }));
    await expect(discoverAuthorization(one.origin, null)).rejects.toMatchObject({
      code: "egress_blocked",
    });
  });

  test.each([
    ["no authorization server", { authorization_servers: [] }],
    ["no list", { authorization_servers: "https://auth.example.com" }],
    ["no text", { authorization_servers: [7] }],
    ["no resource", { resource: undefined }],
  ])("a document with %s is refused", async (_name, change) => {
    const one = await host((origin) => ({ [prm]: { ...pointsTo(origin, origin), ...change } }));
    await expect(discoverAuthorization(one.origin, null)).rejects.toEqual(
      refusedAs("invalid_metadata"),
    );
  });

  test("a server taken off the allow-list is not asked", async () => {
    const one = await host(() => ({}));
    setEgressAllow([]);
    await expect(discoverAuthorization(one.origin, null)).rejects.toMatchObject({
      code: "egress_blocked",
      details: { hostPort: one.hostPort },
    });
    expect(one.asked()).toEqual([]);
  });
});

describe("T46: poisoned metadata", () => {
  const behind = async (change: (issuer: string) => Record<string, unknown>) => {
    const one = await host((origin) => ({
      [prm]: pointsTo(origin, origin),
      [asm]: { ...authorityMetadata(origin), ...change(origin) },
      [oidc]: authorityMetadata(origin),
    }));
    return discoverAuthorization(one.origin, null);
  };

  test.each([
    ["another issuer", () => "https://evil.example"],
    ["a slash more", (issuer: string) => `${issuer}/`],
    ["upper case", (issuer: string) => issuer.toUpperCase()],
    ["an escaped letter", (issuer: string) => issuer.replace("127", "%3127")],
    ["a list", (issuer: string) => [issuer]],
    ["nothing", () => undefined],
  ])("an issuer that is %s is refused, whatever another document says", async (_name, issuer) => {
    await expect(behind((own) => ({ issuer: issuer(own) }))).rejects.toEqual(
      refusedAs("issuer_mismatch"),
    );
  });

  test.each([
    ["authorization_endpoint", "javascript:alert(1)"],
    ["authorization_endpoint", "http://login.example.com/authorize"],
    ["token_endpoint", "http://evil.example/token"],
    ["registration_endpoint", "file:///etc/passwd"],
    ["revocation_endpoint", "data:text/plain,x"],
  ])("a %s of %s is refused", async (name, address) => {
    await expect(behind(() => ({ [name]: address }))).rejects.toMatchObject({
      details: { reason: "address", name },
    });
  });

  test("a private token endpoint is not contacted", async () => {
    await expect(behind(() => ({ token_endpoint: "https://10.1.2.3/t" }))).rejects.toMatchObject({
      code: "egress_blocked",
    });
  });

  test("a document without a token endpoint is refused", async () => {
    await expect(behind(() => ({ token_endpoint: undefined }))).rejects.toEqual(
      refusedAs("invalid_metadata"),
    );
  });

  test("optional members of a wrong kind count as absent", async () => {
    const change = { scopes_supported: "a b", authorization_response_iss_parameter_supported: 1 };
    const { server } = await behind(() => change);
    expect(server).toMatchObject({ scopes: null, responseIssuer: false });
  });
});

describe("T49: PKCE", () => {
  test.each([[undefined], [[]], [["plain"]], ["S256"]])(
    "methods %j are not enough",
    async (methods) => {
      const change = { code_challenge_methods_supported: methods };
      const metadata = (document: Record<string, unknown>) => ({ ...document, ...change });
      const { upstream, authority } = await startPair({ style: "notion", metadata });
      await expect(discovered(upstream)).rejects.toEqual(refusedAs("no_pkce"));
      expect(authority.requests.every(({ path }) => path.startsWith("/.well-known/"))).toBe(true);
    },
  );
});
