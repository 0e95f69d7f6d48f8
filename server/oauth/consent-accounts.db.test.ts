import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { readConsent } from "@/server/oauth/consent";
import { issueConsentToken } from "@/server/oauth/consent-token";
import { decideConsent } from "@/server/oauth/decide";
import { serveDecision } from "@/server/oauth/serve-decision";
import { makeMember, makeServer } from "@/server/testing/factories";
import { authorizeQuery, Browser, begin, decider, origin } from "@/server/testing/oauth-browser";
import { makeScene, redirectUri, type Scene } from "@/server/testing/oauth-scene";
import { makePersonalServer, type PersonalServer, storeOwn } from "@/server/testing/personal-scene";

const secret = "canary-c0nsent-t0ken-77aa";

let scene: Scene;
let github: PersonalServer;
let linear: PersonalServer;

beforeAll(async () => {
  scene = await makeScene();
  const { projectId, endpoint, other } = scene;
  const at = "https://service.example/mcp";
  github = await makePersonalServer(projectId, "GitHub", at, { authMethod: "oauth" });
  linear = await makePersonalServer(projectId, "Linear", at, { authMethod: "bearer" });
  const shared = await makeServer(projectId, "wiki");
  for (const server of [github, linear, shared]) await connect(endpoint.id, server.id);
  await connect(other.id, linear.id);
});

async function connect(endpointId: string, serverId: string): Promise<void> {
  await db().endpointServer.create({ data: { id: newId(), endpointId, serverId } });
}

async function opened(resource: string | undefined = scene.endpoint.resource) {
  const browser = new Browser();
  const uid = await begin(browser, authorizeQuery(scene.clientId, redirectUri, resource));
  return { uid, cookie: browser.cookieFor(`/consent/${uid}`) };
}

type Request = Awaited<ReturnType<typeof opened>>;

async function page({ uid, cookie }: Request, person = scene.person) {
  const consent = await readConsent(uid, cookie, person, new Date());
  if (consent.state !== "ask") throw new Error(`the page says ${consent.state}`);
  return consent;
}

/** Sends a form as somebody would who wrote it without the page. */
function allow({ uid, cookie }: Request, fields: Record<string, string> = {}, who = scene.person) {
  const token = issueConsentToken({ uid, sessionId: who.sessionId }, new Date());
  return decideConsent({
    uid,
    cookie,
    origin: origin(),
    decider: who,
    form: new URLSearchParams({ token, decision: "allow", seconds: "3600", ...fields }),
    actor: { requestId: newId(), ip: null, now: new Date() },
  });
}

const missing = (names: string) => ({
  code: "conflict",
  message: expect.stringContaining(`at ${names} first`),
});

describe("an endpoint that needs accounts of one's own", () => {
  test("shows each server with its state, and neither shared ones nor secrets", async () => {
    await storeOwn(linear, (await makeMember(scene.projectId, "member")).userId, secret);
    const { offers } = await page(await opened());
    expect(offers[0]?.accounts).toMatchObject([
      { server: { name: "GitHub", host: "service.example" }, state: "not_connected" },
      { server: { name: "Linear" }, state: "not_connected" },
    ]);
    expect(JSON.stringify(offers)).not.toContain(secret);
  });

  test("is not allowed by a form that skips them, and the request stays open", async () => {
    const request = await opened();
    const before = await db().oAuthGrant.count();
    await expect(allow(request)).rejects.toMatchObject(missing("GitHub and Linear"));
    expect(await db().oAuthGrant.count()).toBe(before);
    expect((await page(request)).state).toBe("ask");
  });

  test("is not allowed with the accounts of somebody else (T20)", async () => {
    const other = decider((await makeMember(scene.projectId, "member")).userId);
    await storeOwn(github, other.id, secret, { kind: "oauth" });
    await storeOwn(linear, other.id, secret);
    await expect(allow(await opened())).rejects.toMatchObject(missing("GitHub and Linear"));
    expect(await allow(await opened(), {}, other)).toContain("/oauth/authorize/");
  });

  test("can be denied without them", async () => {
    const request = await opened();
    expect(await allow(request, { decision: "deny" })).toContain("/oauth/authorize/");
  });

  test.each([
    ["expired", { expiresAt: new Date(0) }],
    ["refused by its service", { needsSignInSince: new Date() }],
  ])("is not allowed while one is %s", async (_state, columns) => {
    const person = decider((await makeMember(scene.projectId, "member")).userId);
    await storeOwn(linear, person.id, secret);
    await storeOwn(github, person.id, secret, { kind: "oauth", ...columns });
    await expect(allow(await opened(), {}, person)).rejects.toMatchObject(missing("GitHub"));
  });

  test("is allowed once all are connected, by the request that was open all along", async () => {
    const person = decider((await makeMember(scene.projectId, "member")).userId);
    const request = await opened();
    await expect(allow(request, {}, person)).rejects.toMatchObject({ code: "conflict" });
    await storeOwn(linear, person.id, secret);
    await expect(allow(request, {}, person)).rejects.toMatchObject(missing("GitHub"));
    await storeOwn(github, person.id, secret, { kind: "oauth" });
    expect(await allow(request, {}, person)).toContain("/oauth/authorize/");
    expect(await db().oAuthGrant.count({ where: { userId: person.id } })).toBe(1);
  });
});

test("a client that names no endpoint needs the accounts of the chosen one alone", async () => {
  const person = decider((await makeMember(scene.projectId, "member")).userId);
  await storeOwn(linear, person.id, secret);
  const request = await opened("");
  const { offers } = await page(request, person);
  const namesOf = (id: string) =>
    offers.find((offer) => offer.id === id)?.accounts.map(({ server }) => server.name);
  expect(namesOf(scene.endpoint.id)).toEqual(["GitHub", "Linear"]);
  expect(namesOf(scene.other.id)).toEqual(["Linear"]);
  const first = allow(request, { endpoint: scene.endpoint.id }, person);
  await expect(first).rejects.toMatchObject(missing("GitHub"));
  expect(await allow(request, { endpoint: scene.other.id }, person)).toContain("/oauth/");
});

test("a server that is switched off holds nobody up", async () => {
  const person = decider((await makeMember(scene.projectId, "member")).userId);
  await storeOwn(linear, person.id, secret);
  await db().mcpServer.update({ where: { id: github.id }, data: { disabledAt: new Date() } });
  expect(await allow(await opened(), {}, person)).toContain("/oauth/authorize/");
  await db().mcpServer.update({ where: { id: github.id }, data: { disabledAt: null } });
});

test("a form older than 10 minutes is told to reload, and a reload mends it (T17)", async () => {
  const request = await opened(scene.other.resource);
  const person = decider((await makeMember(scene.projectId, "member")).userId);
  await storeOwn(linear, person.id, secret);
  const eleven = new Date(Date.now() - 11 * 60_000);
  const late = issueConsentToken({ uid: request.uid, sessionId: person.sessionId }, eleven);
  const response = await serveDecision(
    new Request(`${origin()}/consent/${request.uid}/decide`, {
      method: "POST",
      headers: { cookie: request.cookie ?? "", origin: origin() },
      body: new URLSearchParams({ token: late, decision: "allow", seconds: "3600" }),
    }),
    request.uid,
    person,
  );
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ reason: "late" });
  const { token } = await page(request, person);
  expect(await allow(request, { token }, person)).toContain("/oauth/authorize/");
});
