import { beforeAll, describe, expect, test } from "vitest";
import { findPrincipal } from "@/server/grants/principal";
import { db } from "@/server/infra/db";
import { serveOAuth } from "@/server/oauth/serve";
import { serveWellKnown } from "@/server/oauth/well-known";
import {
  allowed,
  authorizeAddress,
  authorizeQuery,
  Browser,
  begin,
  challenge,
  origin,
  redeem,
} from "@/server/testing/oauth-browser";
import {
  makeScene,
  obtainCode,
  redirectUri,
  registered,
  type Scene,
} from "@/server/testing/oauth-scene";

let scene: Scene;
let nativeId: string;

beforeAll(async () => {
  scene = await makeScene();
  nativeId = await registered(["http://localhost/callback", "cursor://anysphere.cursor-mcp/cb"]);
});

function ask(changes: Record<string, string | undefined>, clientId = scene.clientId) {
  const sound = authorizeQuery(clientId, redirectUri, scene.endpoint.resource);
  const query = Object.entries({ ...sound, ...changes }).filter(([, value]) => value !== undefined);
  return new Browser().get(authorizeAddress(query as [string, string][]));
}

async function expectPage(response: Response) {
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("cache-control")).toBe("no-store");
}

function expectErrorRedirect(response: Response, error: string) {
  const back = new URL(response.headers.get("location") ?? "");
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(back.searchParams.get("error")).toBe(error);
  expect(back.searchParams.get("state")).toBe("the-state");
  expect(back.searchParams.get("iss")).toBe(origin());
  expect(back.searchParams.get("code")).toBeNull();
}

describe("T01 a redirect address that was not registered gets a page, never a redirect", () => {
  test.each([
    `${redirectUri}/`,
    `${redirectUri}/more`,
    `${redirectUri}?x=1`,
    `${redirectUri}#x`,
    "https://claude.ai/api/mcp/AUTH_CALLBACK",
    "https://claude.ai/api/mcp/",
    "https://claude.ai:443/api/mcp/auth_callback",
    "https://claude.ai:8443/api/mcp/auth_callback",
    "https://CLAUDE.ai/api/mcp/auth_callback",
    "https://x@claude.ai/api/mcp/auth_callback",
    "https://claude.ai@evil.example/api/mcp/auth_callback",
    "https://claude.ai/api/mcp/%61uth_callback",
    "https://claude.ai/api/mcp/../mcp/auth_callback",
    "https://claude.ai/api/mcp/%2e%2e/mcp/auth_callback",
    "https://claude.ai\\@evil.example/api/mcp/auth_callback",
    "https://claude.ai.evil.example/api/mcp/auth_callback",
    "http://claude.ai/api/mcp/auth_callback",
    "https://evil.example/",
    "javascript:alert(1)",
  ])("%s", async (uri) => {
    await expectPage(await ask({ redirect_uri: uri }));
  });

  test.each([
    "http://localhost.evil.com/callback",
    "http://127.0.0.1/callback",
    "http://127.0.0.1@evil.example/callback",
    "http://x@localhost:8080/callback",
    "http://localhost:8080/other",
    "http://localhost:8080/callback?x=1",
    "http://localhost:99999/callback",
    "https://localhost/callback",
    "cursor://anysphere.cursor-mcp/other",
    "cursor://evil/cb",
  ])("%s, of a native client", async (uri) => {
    await expectPage(await ask({ redirect_uri: uri }, nativeId));
  });

  test.each(["http://localhost/callback", "http://localhost:53187/callback"])(
    "but a loopback address passes with any port: %s",
    async (uri) => {
      const response = await ask({ redirect_uri: uri }, nativeId);
      expect(response.headers.get("location")).toContain("/consent/");
    },
  );
});

describe("T02, T03 without a sound S256 challenge there is no code", () => {
  test.each<[string, Record<string, string | undefined>]>([
    ["none at all", { code_challenge: undefined, code_challenge_method: undefined }],
    ["plain", { code_challenge_method: "plain" }],
    ["no method", { code_challenge_method: undefined }],
    ["a method without a challenge", { code_challenge: undefined }],
    ["too short", { code_challenge: "short" }],
    ["too long", { code_challenge: "a".repeat(129) }],
    ["other characters", { code_challenge: challenge.replace(/.$/, "!") }],
  ])("%s", async (_what, changes) => {
    expectErrorRedirect(await ask(changes), "invalid_request");
  });
});

describe("T10 the resource decides which endpoint a token is for", () => {
  test.each([
    ["unknown", "http://localhost:3000/mcp/nosuchslug"],
    ["with a fragment", "SAME#x"],
    ["with a trailing slash", "SAME/"],
    ["in another case", "UPPER"],
    ["elsewhere", "https://evil.example/mcp/x"],
    ["no address", "not a uri"],
  ])("%s: invalid_target", async (_what, given) => {
    const resource = given
      .replace("SAME", scene.endpoint.resource)
      .replace("UPPER", scene.endpoint.resource.replace("/mcp/", "/MCP/"));
    expectErrorRedirect(await ask({ resource }), "invalid_target");
  });

  test("two resources: invalid_target", async () => {
    const query = Object.entries(
      authorizeQuery(scene.clientId, redirectUri, scene.endpoint.resource),
    );
    const response = await new Browser().get(
      authorizeAddress([...query, ["resource", scene.other.resource]]),
    );
    expectErrorRedirect(response, "invalid_target");
  });

  test("scheme and host may be in capitals", async () => {
    const resource = scene.endpoint.resource.replace("http://localhost", "HTTP://LOCALHOST");
    expect((await ask({ resource })).headers.get("location")).toContain("/consent/");
  });

  test("missing: the endpoint chosen on the consent page", async () => {
    const browser = new Browser();
    const uid = await begin(browser, authorizeQuery(scene.clientId, redirectUri));
    const back = await allowed(browser, uid, scene.person, { endpoint: scene.other.id });
    const { access_token: token } = await (
      await redeem(scene.clientId, redirectUri, back.get("code") ?? "")
    ).json();
    expect((await findPrincipal(token))?.endpointId).toBe(scene.other.id);
  });
});

test("T11 iss is on success too, byte for byte the metadata's issuer", async () => {
  const browser = new Browser();
  const query = authorizeQuery(scene.clientId, redirectUri, scene.endpoint.resource);
  const back = await allowed(browser, await begin(browser, query), scene.person);
  const metadata = await serveWellKnown(
    new Request(`${origin()}/.well-known/oauth-authorization-server`),
  ).json();
  expect(back.get("iss")).toBe(metadata.issuer);
  expect(back.get("state")).toBe("the-state");
  expect(metadata.authorization_response_iss_parameter_supported).toBe(true);
});

test("T12 a forged Host changes no address", async () => {
  const forged = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
  };
  const metadata = await serveWellKnown(
    new Request("http://evil.example/.well-known/oauth-authorization-server", { headers: forged }),
  ).text();
  expect(metadata).not.toContain("evil.example");
  const target = authorizeAddress(
    authorizeQuery(scene.clientId, redirectUri, scene.endpoint.resource),
  );
  const response = await serveOAuth(
    new Request(target.replace(origin(), "http://evil.example"), { headers: forged }),
    null,
  );
  expect(response.headers.get("location")).toMatch(new RegExp(`^${origin()}/consent/`));
});

describe("T24 parameters that would bend the request", () => {
  test("prompt=none is answered with login_required", async () => {
    expectErrorRedirect(await ask({ prompt: "none" }), "login_required");
  });

  test.each<[string, Record<string, string>, string]>([
    ["a request object", { request: "eyJhbGciOiJub25lIn0.e30." }, "request_not_supported"],
    [
      "a request_uri, which is never fetched",
      { request_uri: "http://127.0.0.1:9/x" },
      "request_uri_not_supported",
    ],
    ["a response mode", { response_mode: "form_post" }, "unsupported_response_mode"],
    ["a registration", { registration: "{}" }, "registration_not_supported"],
  ])("%s is refused", async (_what, changes, error) => {
    expectErrorRedirect(await ask(changes), error);
  });

  test("a token as response is refused without one", async () => {
    const response = await ask({ response_type: "token" });
    expect(response.headers.get("location")).toMatch(/error=unsupported_response_type/);
  });

  test("an id_token_hint and other parameters of OpenID Connect are ignored", async () => {
    const response = await ask({ id_token_hint: "x", nonce: "n", max_age: "0", claims: "{}" });
    expect(response.headers.get("location")).toContain("/consent/");
  });
});

describe("T25 an error never redirects to where nobody registered", () => {
  test.each<[string, Record<string, string>]>([
    ["an unknown client", { client_id: "nobody" }],
    [
      "a client whose id is an address of this network",
      { client_id: "https://127.0.0.1:9/client.json" },
    ],
    [
      "a doubtful response type with a bad address",
      { redirect_uri: "https://evil.example", response_type: "x" },
    ],
  ])("%s", async (_what, changes) => {
    await expectPage(await ask(changes));
  });

  test.each(["client_id", "redirect_uri"])("a doubled %s", async (name) => {
    const query = Object.entries(authorizeQuery(scene.clientId, redirectUri));
    const response = await new Browser().get(
      authorizeAddress([...query, [name, "https://evil.example"]]),
    );
    expect(response.headers.get("location") ?? "").not.toContain("evil.example");
    expect(response.headers.get("location") ?? "").not.toContain("code=");
  });
});

test("T21 what a client sends is escaped on the error page", async () => {
  const response = await ask({ client_id: "<script>alert(1)</script>" });
  expect(await response.text()).not.toContain("<script");
});

test("the page one is sent to after the decision works once, in this browser alone", async () => {
  const browser = new Browser();
  const query = authorizeQuery(scene.clientId, redirectUri, scene.endpoint.resource);
  const uid = await begin(browser, query);
  await expectPage(await new Browser().get(`${origin()}/oauth/authorize/${uid}`));
  const undecided = await browser.get(`${origin()}/oauth/authorize/${uid}`);
  expect(undecided.headers.get("location")).not.toMatch(/[?&]code=/);
  const second = await begin(browser, query);
  await allowed(browser, second, scene.person);
  await expectPage(await browser.get(`${origin()}/oauth/authorize/${second}`));
});

test("codes and requests are kept only as hashes", async () => {
  const code = await obtainCode(scene);
  const rows = await db().oAuthArtefact.findMany();
  expect(rows.length).toBeGreaterThan(2);
  expect(JSON.stringify(rows)).not.toContain(code);
  const browser = new Browser();
  const uid = await begin(browser, authorizeQuery(scene.clientId, redirectUri));
  expect(JSON.stringify(await db().oAuthArtefact.findMany())).not.toContain(uid);
});
