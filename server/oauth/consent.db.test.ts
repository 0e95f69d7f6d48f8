import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { type Decider, readConsent } from "@/server/oauth/consent";
import { issueConsentToken } from "@/server/oauth/consent-token";
import { decideConsent } from "@/server/oauth/decide";
import { serveDecision } from "@/server/oauth/serve-decision";
import { makeMember } from "@/server/testing/factories";
import {
  authorizeQuery,
  Browser,
  begin,
  decide,
  decider,
  origin,
} from "@/server/testing/oauth-browser";
import { makeScene, redirectUri, registered, type Scene } from "@/server/testing/oauth-scene";

let scene: Scene;

beforeAll(async () => {
  scene = await makeScene();
});

async function opened(resource: string | undefined = scene.endpoint.resource) {
  const browser = new Browser();
  const uid = await begin(browser, authorizeQuery(scene.clientId, redirectUri, resource));
  return { browser, uid, cookie: browser.cookieFor(`/consent/${uid}`) };
}

function tokenFor(uid: string, person: Decider, at = new Date()) {
  return issueConsentToken({ uid, sessionId: person.sessionId }, at);
}

type Changes = Partial<Parameters<typeof decideConsent>[0]> & { fields?: Record<string, string> };

/** Sends the form as the page would, but for `changes`. */
async function send(uid: string, cookie: string | null, { fields, ...changes }: Changes = {}) {
  const form = {
    token: tokenFor(uid, scene.person),
    decision: "allow",
    seconds: "3600",
    ...fields,
  };
  return decideConsent({
    uid,
    cookie,
    origin: origin(),
    decider: scene.person,
    form: new URLSearchParams(form),
    actor: { requestId: newId(), ip: null, now: new Date() },
    ...changes,
  });
}

async function expectForbidden(attempt: () => Promise<string>) {
  const before = await db().oAuthGrant.count();
  await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  expect(await db().oAuthGrant.count()).toBe(before);
}

describe("T17 forged decisions are refused and nothing is stored", () => {
  test.each([null, "null", "https://evil.example", `${"http://localhost:3000"}.evil.example`])(
    "from the origin %s",
    async (from) => {
      const { uid, cookie } = await opened();
      await expectForbidden(() => send(uid, cookie, { origin: from }));
    },
  );

  test("without a token, with a damaged one, an old one or one of another session or request", async () => {
    const { uid, cookie } = await opened();
    const other = await opened();
    const eleven = new Date(Date.now() - 11 * 60_000);
    const stranger = { ...scene.person, sessionId: "another session" };
    const good = tokenFor(uid, scene.person);
    const tokens = [
      "",
      "x",
      `${good}x`,
      good.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
      good.replace(/^\d+/, "9999999999"),
      tokenFor(uid, scene.person, eleven),
      tokenFor(uid, stranger),
      tokenFor(other.uid, scene.person),
    ];
    for (const token of tokens)
      await expectForbidden(() => send(uid, cookie, { fields: { token } }));
  });

  test("by nobody, or by another person with this person's form", async () => {
    const { uid, cookie } = await opened();
    await expectForbidden(() => send(uid, cookie, { decider: null }));
    const other = await makeMember(scene.projectId, "admin");
    await expectForbidden(() => send(uid, cookie, { decider: decider(other.userId) }));
  });

  test("replayed", async () => {
    const { uid, cookie } = await opened();
    await send(uid, cookie);
    await expectForbidden(() => send(uid, cookie));
    await expectForbidden(() => send(uid, cookie, { fields: { decision: "deny" } }));
  });

  test("sent 10 times at once: one grant", async () => {
    const { uid, cookie } = await opened();
    const before = await db().oAuthGrant.count();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => send(uid, cookie)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().oAuthGrant.count()).toBe(before + 1);
  });

  test("T20 in a browser that did not begin the request", async () => {
    const { uid } = await opened();
    const own = await opened();
    await expectForbidden(() => send(uid, null));
    await expectForbidden(() => send(uid, own.cookie));
    const forged = `gatehouse.interaction=${uid}; gatehouse.interaction.sig=forged`;
    await expectForbidden(() => send(uid, forged));
    expect(await readConsent(uid, forged, scene.person, new Date())).toEqual({ state: "unknown" });
  });
});

test("T17 the door answers 403 as JSON, and reading the page decides nothing", async () => {
  const { uid, cookie } = await opened();
  await readConsent(uid, cookie, scene.person, new Date());
  const address = `${origin()}/consent/${uid}/decide`;
  const headers = { cookie: cookie ?? "", origin: "https://evil.example" };
  const response = await serveDecision(
    new Request(address, {
      method: "POST",
      headers,
      body: new URLSearchParams({ decision: "allow" }),
    }),
    uid,
    scene.person,
  );
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ message: expect.any(String) });
  expect(response.headers.get("cache-control")).toBe("no-store");
});

describe("T19 the request decides, not the form", () => {
  test("fields for client, address, scope and endpoint are ignored", async () => {
    const { browser, uid } = await opened();
    const fields = {
      client_id: await registered(["https://evil.example/cb"]),
      redirect_uri: "https://evil.example/cb",
      scope: "admin",
      resource: scene.other.resource,
      endpoint: scene.other.id,
    };
    const response = await browser.get(await decide(browser, uid, scene.person, fields));
    expect(response.headers.get("location")).toMatch(
      /^https:\/\/claude\.ai\/api\/mcp\/auth_callback\?/,
    );
    const grant = await db().oAuthGrant.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(grant.endpointId).toBe(scene.endpoint.id);
  });

  test("a duration over the endpoint's maximum: 400, and the request can still be answered", async () => {
    await db().mcpEndpoint.update({
      where: { id: scene.other.id },
      data: { maxAccessSeconds: 3600 },
    });
    const { uid, cookie } = await opened(scene.other.resource);
    await expect(send(uid, cookie, { fields: { seconds: "3601" } })).rejects.toMatchObject({
      code: "bad_request",
    });
    await send(uid, cookie, { fields: { seconds: "3600" } });
    const grant = await db().oAuthGrant.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(grant.expiresAt.getTime() - grant.createdAt.getTime()).toBe(3_600_000);
  });

  test("an endpoint of another project cannot be chosen", async () => {
    const foreign = await makeScene();
    const browser = new Browser();
    const uid = await begin(browser, authorizeQuery(scene.clientId, redirectUri));
    const cookie = browser.cookieFor(`/consent/${uid}`);
    await expectForbidden(() => send(uid, cookie, { fields: { endpoint: foreign.endpoint.id } }));
  });
});

test("Deny answers the client with access_denied, state and iss", async () => {
  const { browser, uid } = await opened();
  const response = await browser.get(
    await decide(browser, uid, scene.person, { decision: "deny" }),
  );
  const back = new URL(response.headers.get("location") ?? "");
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    error: "access_denied",
    state: "the-state",
    iss: origin(),
  });
  expect(back.searchParams.has("code")).toBe(false);
});

test("allowing is recorded: who, which client, which endpoint, until when", async () => {
  const { browser, uid } = await opened();
  await decide(browser, uid, scene.person);
  const event = await db().auditEvent.findFirstOrThrow({
    where: { action: "grant.created" },
    orderBy: { id: "desc" },
  });
  expect(event).toMatchObject({ actorId: scene.person.id, subjectName: "Claude" });
  expect(event.after).toMatchObject({ endpoint: "Support" });
});

describe("what the page says", () => {
  async function stateFor(person: Decider | null, resource?: string) {
    const { uid, cookie } = await opened(resource);
    return readConsent(uid, cookie, person, new Date());
  }

  test("to nobody signed in: the names for the login page", async () => {
    expect(await stateFor(null)).toEqual({
      state: "sign_in",
      client: "Claude",
      endpoint: "Support",
    });
  });

  test("who asks, where one returns, for how long", async () => {
    const consent = await stateFor(scene.person);
    expect(consent).toMatchObject({
      state: "ask",
      choosing: false,
      client: {
        name: "Claude",
        verifiedHost: null,
        returnsTo: { kind: "site", host: "claude.ai" },
        loopbackOnly: false,
      },
      offers: [{ id: scene.endpoint.id, firstDuration: 2_592_000 }],
    });
  });

  test("T16 a client that lives on this computer alone is pointed out", async () => {
    const clientId = await registered(["http://localhost/callback"]);
    const browser = new Browser();
    const uid = await begin(browser, authorizeQuery(clientId, "http://localhost:4711/callback"));
    const cookie = browser.cookieFor(`/consent/${uid}`);
    expect(await readConsent(uid, cookie, scene.person, new Date())).toMatchObject({
      choosing: true,
      client: { loopbackOnly: true, returnsTo: { kind: "computer", host: "localhost:4711" } },
    });
  });

  test("to a member without the permission: whom to ask", async () => {
    await makeMember(scene.projectId, "admin");
    const auditor = await makeMember(scene.projectId, "auditor");
    expect(await stateFor(decider(auditor.userId))).toMatchObject({
      state: "not_permitted",
      endpoint: "Support",
      askers: expect.arrayContaining(["Ana Lima"]),
    });
  });

  test("to somebody outside the project: not even the endpoint's name", async () => {
    const stranger = (await makeScene()).person;
    const consent = await stateFor(stranger);
    expect(consent).toMatchObject({ state: "stranger" });
    expect(JSON.stringify(consent)).not.toContain("Support");
  });

  test("of an endpoint that is switched off", async () => {
    const own = await makeScene();
    await db().mcpEndpoint.update({
      where: { id: own.endpoint.id },
      data: { disabledAt: new Date() },
    });
    expect(await stateFor(own.person, own.endpoint.resource)).toMatchObject({ state: "disabled" });
  });

  test("when it was decided, and when the request is too old", async () => {
    const { browser, uid, cookie } = await opened();
    const returnTo = await decide(browser, uid, scene.person);
    expect(await readConsent(uid, cookie, scene.person, new Date())).toEqual({ state: "decided" });
    await browser.get(returnTo);
    expect(await readConsent(uid, cookie, scene.person, new Date())).toEqual({ state: "decided" });
    expect(await readConsent("unknown", null, scene.person, new Date())).toEqual({
      state: "unknown",
    });
  });
});
