// From outside, against the whole server: what nobody may see, however the request is written (security: T12, T37, T83).
import { randomBytes } from "node:crypto";
import http from "node:http";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./support/people";

const project = "/projects/support";
const pages = [
  project,
  `${project}/servers`,
  `${project}/servers/canary`,
  `${project}/servers/canary/credentials`,
  `${project}/servers/canary/settings`,
  `${project}/endpoints`,
  `${project}/activity`,
  `${project}/settings`,
  "/connections",
  "/account",
  "/admin",
];

type Told = { status: number; text: string; location: string };

/** A request exactly as written: no client may tidy its path or its Host. */
function ask(
  base: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Told> {
  const { hostname, port, host } = new URL(base);
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, agent: false, setHost: false };
    const sent = http.request({ ...options, headers: { host, ...headers } }, (answer) => {
      let text = JSON.stringify(answer.headers);
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      const { statusCode = 0, headers: told } = answer;
      answer.on("end", () => resolve({ status: statusCode, text, location: told.location ?? "" }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** The payload of a page, which Next answers under an address that carries a hash of these headers. */
async function askPayload(base: string, path: string, headers: Record<string, string>) {
  const first = await ask(base, path, headers);
  return first.location.includes("_rsc") ? ask(base, first.location, headers) : first;
}

const addressOf = (page: Page) => new URL(page.url()).origin;

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

test("a server's secret is on no page and in no payload", async ({ page }) => {
  await signIn(page);
  const base = addressOf(page);
  const secret = `canary-${randomBytes(24).toString("base64")}~`;
  const created = await page.request.post("/api/trpc/servers.create", {
    headers: { origin: base },
    data: {
      json: {
        ...{
          project: "support",
          name: `Canary ${randomBytes(4).toString("hex")}`,
          description: "",
          url: "https://mcp.invalid/mcp",
        },
        authentication: { method: "bearer", token: secret },
      },
    },
  });
  expect(created.status()).toBe(200);
  const { slug } = (await created.json()).result.data.json;
  const cookie = await cookieOf(page);
  const session = cookie.split("gatehouse.session=")[1]?.split(";")[0] ?? "no session";
  const hex = Buffer.from(secret).toString("hex");
  const base64 = Buffer.from(secret).toString("base64").slice(0, -4);
  for (const path of pages.map((one) => one.replace("canary", slug)))
    for (const kind of [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }]) {
      const { status, text } = await askPayload(base, path, { cookie, ...kind });
      expect(status, path).toBe(200);
      for (const hidden of [secret, encodeURIComponent(secret), hex, base64, session])
        expect(text.includes(hidden), path).toBe(false);
      expect(text, path).not.toMatch(/argon2|passwordHash|tokenHash|v1\.p\.|postgres(ql)?:\/\//);
    }
});

type Attempt = { at: string; headers?: Record<string, string> };

test("no spelling of an address and no header stands for a session (T37)", async ({ baseURL }) => {
  const base = baseURL ?? "";
  const chain = "proxy:proxy:proxy:proxy:proxy";
  const rsc = { rsc: "1" };
  const tricks: Record<string, string>[] = [
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": chain },
    { "x-middleware-subrequest": chain.replaceAll("proxy", "src/middleware") },
    { "x-nextjs-data": "1" },
    { "x-matched-path": project, "x-invoke-path": project },
    { "next-action": "x" },
    { cookie: "gatehouse.session=x" },
  ];
  for (const path of pages) {
    const spellings = [
      path,
      `${path}/`,
      `${path}.rsc`,
      `${path}.segments/_tree.segment.rsc`,
      `${path}?_rsc=x`,
      `/${path}`,
      `/en${path}`,
      `/_next/data/x${path}.json`,
      path.replace("/projects", "/%70rojects"),
      path.replace("/servers", "/./servers"),
    ];
    const plain = spellings.flatMap<Attempt>((at) => [{ at }, { at, headers: rsc }]);
    for (const { at, headers = {} } of [
      ...plain,
      ...tricks.map((headers) => ({ at: path, headers })),
    ]) {
      const { status, text } = await askPayload(base, at, headers);
      expect(status, `${at} ${JSON.stringify(headers)}`).toBeLessThan(500);
      expect(text, at).not.toMatch(/Canary|mcp\.invalid|Ana Adler|ana@example\.com/);
    }
  }
});

test("no header moves an address of ours elsewhere (T12)", async ({ baseURL }) => {
  const base = baseURL ?? "";
  const { host, port } = new URL(base);
  const evil = "evil.example";
  const doors: [string, string][] = [
    ["GET", "/"],
    ["GET", "/login"],
    ["GET", "/api/auth/csrf"],
    ["GET", "/api/auth/providers"],
    ["POST", "/api/auth/signin/credentials"],
    ["GET", "/.well-known/oauth-authorization-server"],
    ["GET", "/.well-known/openid-configuration"],
    ["GET", "/.well-known/oauth-protected-resource/mcp/x"],
    ["GET", "/oauth/authorize?client_id=x"],
    ["POST", "/oauth/register"],
    ["POST", "/oauth/token"],
    ["POST", "/mcp/x"],
    ["GET", project],
  ];
  for (const [method, path] of doors) {
    for (const forged of [
      { "x-forwarded-host": evil },
      { "x-forwarded-host": evil, "x-forwarded-proto": "https", forwarded: `host=${evil}` },
      { "x-original-host": evil, "x-host": evil, "x-http-host-override": evil },
    ]) {
      const { status, text } = await ask(base, path, forged, method);
      expect(status, path).toBeLessThan(500);
      expect(text, path).not.toContain(evil);
    }
    for (const wrong of [
      evil,
      `${evil}:${port}`,
      `${host}.${evil}`,
      `x@${host}`,
      `${host}, ${evil}`,
    ]) {
      const { status, text } = await ask(base, path, { host: wrong }, method);
      // A person who typed another of our addresses is led to the right one.
      expect([308, 400, 403, 421], `${wrong} ${path}`).toContain(status);
      expect(text, path).not.toContain(evil);
    }
  }
});
