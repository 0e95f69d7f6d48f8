import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { mostUnusedClients } from "@/server/oauth/limits";
import { purgeOAuth } from "@/server/oauth/purge";
import { serveOAuth } from "@/server/oauth/serve";
import { origin, register } from "@/server/testing/oauth-browser";
import { expectRefused } from "@/server/testing/oauth-expect";
import { makeScene, obtainTokens, redirectUri } from "@/server/testing/oauth-scene";

const sound = {
  client_name: "Claude",
  redirect_uris: [redirectUri],
  token_endpoint_auth_method: "none",
};

const hour = 3_600_000;

beforeEach(async () => {
  await db().oAuthClient.deleteMany();
  await db().rateLimit.deleteMany();
});

function post(body: string, headers: Record<string, string> = {}, ip = "192.0.2.1") {
  return serveOAuth(
    new Request(`${origin()}/oauth/register`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    }),
    ip,
  );
}

test("the answer says what was kept, as RFC 7591 demands", async () => {
  const response = await register(sound);
  expect(response.status).toBe(201);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const client = await response.json();
  expect(client).toMatchObject({
    ...sound,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    scope: "mcp offline_access",
  });
  expect(client.client_id).toMatch(/^[\w-]{43}$/);
  expect(client.client_id_issued_at).toEqual(expect.any(Number));
  expect(client.client_secret).toBeUndefined();
  expect(client.registration_access_token).toBeUndefined();
});

test("a registration leaves an audit event of nobody in particular, without the secret", async () => {
  const response = await register({ ...sound, token_endpoint_auth_method: "client_secret_post" });
  const { client_secret: secret } = await response.json();
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(event).toMatchObject({
    ...{ action: "client.registered", projectId: null, actorId: null, actorName: "Not signed in" },
    ...{ subjectType: "client", subjectName: "Claude", after: { returnsTo: [redirectUri] } },
  });
  expect(secret).toMatch(/.{20}/);
  expect(JSON.stringify(event)).not.toContain(secret);
});

test("Cursor's three addresses register together", async () => {
  const uris = [
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "http://localhost:8787/callback",
  ];
  const response = await register({ ...sound, client_name: "Cursor", redirect_uris: uris });
  expect(response.status).toBe(201);
  expect((await response.json()).redirect_uris).toEqual(uris);
});

describe("T13 hostile registrations", () => {
  test.each([
    "javascript:alert(1)",
    "JaVaScript:alert(1)",
    "\tjavascript:alert(1)",
    "data:text/html,x",
    "http://evil.example/cb",
    "https://*.example.com/cb",
    "https://example.com/cb#x",
  ])("%j: invalid_redirect_uri", async (uri) => {
    await expectRefused(
      await register({ ...sound, redirect_uris: [redirectUri, uri] }),
      "invalid_redirect_uri",
    );
    expect(await db().oAuthClient.count()).toBe(0);
  });

  test.each([
    ["an array", "[]"],
    ["no JSON", "{"],
    ["nothing", ""],
  ])("%s: invalid_client_metadata", async (_what, body) => {
    await expectRefused(await post(body), "invalid_client_metadata");
  });

  test("another content type", async () => {
    const type = { "content-type": "text/plain" };
    await expectRefused(await post(JSON.stringify(sound), type), "invalid_client_metadata");
  });

  test("a megabyte: 413, whether announced or not", async () => {
    const body = JSON.stringify({ ...sound, client_name: "x".repeat(1 << 20) });
    expect((await post(body)).status).toBe(413);
    expect((await post(body, { "content-length": String(body.length) })).status).toBe(413);
  });
});

describe("T14 floods and false names", () => {
  test("the 21st registration within an hour from one address: 429 with Retry-After", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 20; n += 1) statuses.push((await post(JSON.stringify(sound))).status);
    expect(new Set(statuses)).toEqual(new Set([201]));
    const refused = await post(JSON.stringify(sound));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await post(JSON.stringify(sound), {}, "192.0.2.2")).status).toBe(201);
  });

  test("a thousand unused clients are the most; those idle for an hour make room", async () => {
    const row = (createdAt: Date) => {
      const id = newId();
      return { id, clientId: id, kind: "registered", name: "x", metadata: {}, createdAt };
    };
    const recent = Array.from({ length: mostUnusedClients - 1 }, () => row(new Date()));
    await db().oAuthClient.createMany({ data: [row(new Date(Date.now() - 2 * hour)), ...recent] });
    expect((await register(sound)).status).toBe(201);
    expect((await register(sound)).status).toBe(429);
    expect(await db().oAuthClient.count()).toBe(mostUnusedClients);
  });

  test("a name that pretends is shown without its tricks", async () => {
    const response = await register({ ...sound, client_name: "Claude\u202E (verified)\u0000" });
    expect((await response.json()).client_name).toBe("Claude (verified)");
  });

  test("after a day the purge takes unused clients and expired artefacts, nothing else", async () => {
    const scene = await makeScene();
    await obtainTokens(scene);
    await register(sound);
    const before = await db().oAuthArtefact.count();
    await purgeOAuth(new Date(Date.now() + hour));
    expect(await db().oAuthClient.count()).toBe(2);
    await purgeOAuth(new Date(Date.now() + 25 * hour));
    expect(await db().oAuthClient.findMany({ select: { clientId: true } })).toEqual([
      { clientId: scene.clientId },
    ]);
    expect(await db().oAuthArtefact.count()).toBeLessThan(before);
    expect(await db().oAuthGrant.count()).toBe(1);
  });
});
