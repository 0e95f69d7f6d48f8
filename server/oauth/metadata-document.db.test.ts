import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { configuration } from "@/server/oauth/configuration";
import { type Decider, readConsent } from "@/server/oauth/consent";
import { signingKeys } from "@/server/oauth/keys";
import { fetchClientDocument } from "@/server/oauth/metadata-document";
import { startRawUpstream } from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  allowed,
  authorizeAddress,
  authorizeQuery,
  Browser,
  begin,
  origin,
  redeem,
} from "@/server/testing/oauth-browser";
import { makeScene, redirectUri, type Scene } from "@/server/testing/oauth-scene";

const host = "https://client.example";

type Answer = (res: ServerResponse, address: string) => void;

let site: FakeUpstream;
let answer: Answer;
let scene: Scene;
let counter = 0;

function json(body: unknown, headers: Record<string, string> = {}): Answer {
  return (res) => {
    res.writeHead(200, { "content-type": "application/json", ...headers });
    res.end(JSON.stringify(body));
  };
}

function document(address: string, more: object = {}) {
  return {
    client_id: address,
    client_name: "Claude",
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "none",
    ...more,
  };
}

// A provider that finds https://client.example at a plain server of this test: TLS itself is undici's business.
async function provideLocally(): Promise<Provider> {
  const keys = await signingKeys();
  const local = (url: string | URL | Request, options?: RequestInit) =>
    fetchClientDocument(String(url).replace(host, `http://${site.hostPort}`), {
      signal: options?.signal ?? null,
    });
  return new Provider(origin(), { ...configuration(keys), fetch: local });
}

beforeAll(async () => {
  site = await startRawUpstream((request, res) => answer(res, `${host}${request.path}`));
  setEgressAllow([site.hostPort]);
  const provider = await provideLocally();
  await shared("oauth.provider", async () => provider);
  scene = await makeScene();
});

beforeEach(async () => {
  await db().rateLimit.deleteMany();
});

afterAll(() => site.close());

function nextAddress() {
  counter += 1;
  return `${host}/clients/${counter}.json`;
}

function ask(clientId: string, uri = redirectUri) {
  return new Browser().get(
    authorizeAddress(authorizeQuery(clientId, uri, scene.endpoint.resource)),
  );
}

async function expectPage(response: Response) {
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  expect(await response.text()).toContain("invalid_client");
}

test("a client known by its document is named with its verified host, and gets tokens", async () => {
  const address = nextAddress();
  answer = json(document(address), { "cache-control": "max-age=3600" });
  const browser = new Browser();
  const uid = await begin(browser, authorizeQuery(address, redirectUri, scene.endpoint.resource));
  const consent = await readConsent(
    uid,
    browser.cookieFor(`/consent/${uid}`),
    scene.person,
    new Date(),
  );
  expect(consent).toMatchObject({
    state: "ask",
    client: { name: "Claude", verifiedHost: "client.example", loopbackOnly: false },
  });
  const back = await allowed(browser, uid, scene.person as Decider);
  const tokens = await redeem(address, redirectUri, back.get("code") ?? "");
  expect(tokens.status).toBe(200);
  expect(await db().oAuthClient.findUnique({ where: { clientId: address } })).toMatchObject({
    kind: "metadata",
    name: "Claude",
  });
});

describe("caching", () => {
  test("a document is fetched once while fresh, at least for 60 seconds", async () => {
    const address = nextAddress();
    answer = json(document(address), { "cache-control": "no-store" });
    const before = site.requests.length;
    for (let n = 0; n < 3; n += 1) expect((await ask(address)).status).toBe(303);
    expect(site.requests.length).toBe(before + 1);
  });

  test("an error is not kept", async () => {
    const address = nextAddress();
    answer = (res) => res.writeHead(500).end();
    await expectPage(await ask(address));
    answer = json(document(address));
    expect((await ask(address)).status).toBe(303);
  });

  test("one host is asked 10 times a minute at most", async () => {
    answer = (res) => res.writeHead(404).end();
    const before = site.requests.length;
    for (let n = 0; n < 13; n += 1) await expectPage(await ask(nextAddress()));
    expect(site.requests.length - before).toBe(10);
  });
});

describe("T15 documents that are refused", () => {
  test.each<[string, (address: string) => Answer]>([
    ["another client_id", () => json(document("https://other.example/x.json"))],
    ["a client_id that differs in a slash", (address) => json(document(`${address}/`))],
    ["an array", (address) => json([document(address)])],
    ["a secret", (address) => json(document(address, { client_secret: "x" }))],
    [
      "a shared-secret method",
      (address) => json(document(address, { token_endpoint_auth_method: "client_secret_post" })),
    ],
    [
      "a private key",
      (address) =>
        json(
          document(address, {
            token_endpoint_auth_method: "private_key_jwt",
            jwks: { keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y", d: "d" }] },
          }),
        ),
    ],
    [
      "a hostile redirect address",
      (address) => json(document(address, { redirect_uris: ["javascript:alert(1)"] })),
    ],
    [
      "plain http",
      (address) => json(document(address, { redirect_uris: ["http://evil.example/cb"] })),
    ],
    ["no redirect address", (address) => json(document(address, { redirect_uris: undefined }))],
    ["more than 5 KB", (address) => json(document(address, { padding: "x".repeat(5 * 1024) }))],
    ["another content type", (address) => json(document(address), { "content-type": "text/html" })],
    ["no JSON", () => (res) => res.writeHead(200, { "content-type": "application/json" }).end("{")],
    ["a redirect", (address) => (res) => res.writeHead(302, { location: `${address}?x` }).end()],
    [
      "an encoded body",
      (address) => (res) =>
        res
          .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
          .end(gzipSync(JSON.stringify(document(address)))),
    ],
    ["no answer in time", () => () => {}],
  ])("%s", async (_what, make) => {
    const address = nextAddress();
    answer = make(address);
    const response = await ask(address);
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
  });
});

describe("T15 addresses that are never asked", () => {
  test.each([
    "http://client.example/x.json",
    "https://user@client.example/x.json",
    "https://client.example/a/../x.json",
    "https://client.example/%2e%2e/x.json",
    "https://client.example/x.json#fragment",
    "https://client.example\\x.json",
    `https://client.example/${"a".repeat(600)}`,
    "ftp://client.example/x.json",
  ])("%s", async (address) => {
    const before = site.requests.length;
    await expectPage(await ask(address));
    expect(site.requests.length).toBe(before);
  });

  test("addresses of this network, whatever they would answer", async () => {
    setEgressAllow([]);
    const before = site.requests.length;
    for (const address of [
      `https://${site.hostPort}/x.json`,
      "https://169.254.169.254/x.json",
      "https://[::1]/x",
    ]) {
      await expectPage(await ask(address));
      await expect(fetchClientDocument(address)).rejects.toMatchObject({ code: "egress_blocked" });
    }
    expect(site.requests.length).toBe(before);
    setEgressAllow([site.hostPort]);
  });
});

test("T16 a document of a client on this computer alone is pointed out", async () => {
  const address = nextAddress();
  answer = json(document(address, { redirect_uris: ["http://localhost/callback"] }));
  const browser = new Browser();
  const uid = await begin(
    browser,
    authorizeQuery(address, "http://localhost:4000/callback", scene.endpoint.resource),
  );
  const consent = await readConsent(
    uid,
    browser.cookieFor(`/consent/${uid}`),
    scene.person,
    new Date(),
  );
  expect(consent).toMatchObject({ state: "ask", client: { loopbackOnly: true } });
});

test("T01 the redirect address must be one of the document", async () => {
  const address = nextAddress();
  answer = json(document(address));
  const response = await ask(address, "https://evil.example/cb");
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
});
