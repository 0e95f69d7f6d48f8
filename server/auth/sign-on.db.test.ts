import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forget } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { type IdentityProvider, startIdentityProvider } from "@/server/testing/identity-provider";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { PortalBrowser } from "@/server/testing/portal-browser";
import { hashPassword } from "./password";
import { findPersonByCookie } from "./session";

let provider: IdentityProvider;
let ana: TestPerson;
let browser: PortalBrowser;

beforeAll(async () => {
  provider = await startIdentityProvider({ sub: "", email: "", email_verified: true });
  vi.stubEnv("OIDC_ISSUER", provider.issuer);
  vi.stubEnv("OIDC_CLIENT_ID", "gatehouse");
  vi.stubEnv("OIDC_CLIENT_SECRET", "a secret of the provider");
  forget("env");
});

afterAll(async () => {
  vi.unstubAllEnvs();
  forget("env");
  await provider.close();
});

beforeEach(async () => {
  ana = await testPerson();
  browser = new PortalBrowser("192.0.2.20");
  provider.claims = { sub: ana.userId, email: ana.person.email, email_verified: true };
});

async function begin(): Promise<string> {
  const form = await browser.form({ callbackUrl: "/connections" });
  const { url } = (await (await browser.send("/api/auth/signin/oidc", form)).json()) as {
    url: string;
  };
  return url;
}

test("somebody whose verified address is known signs in by the provider and is linked", async () => {
  const asked = new URL(await begin());
  expect(asked.searchParams.get("code_challenge_method")).toBe("S256");
  const redirect = asked.searchParams.get("redirect_uri");
  expect(redirect).toBe("http://localhost:3000/api/auth/callback/oidc");
  const back = await browser.send(provider.approve(asked.href));
  expect(back.headers.get("location")).toBe("http://localhost:3000/connections");
  expect(await findPersonByCookie(browser.header())).toMatchObject({ id: ana.userId });
  expect(await db().account.count({ where: { userId: ana.userId } })).toBe(1);
  const action = "session.opened";
  const event = await db().auditEvent.findFirstOrThrow({ where: { actorId: ana.userId, action } });
  expect(event).toMatchObject({ after: { method: "single sign-on" } });
});

test.each([
  [
    "an address nobody here has",
    { email: "stranger@example.com" },
    "Nobody here has this identity",
  ],
  [
    "an address the provider did not verify",
    { email_verified: false },
    "The provider has not verified the address",
  ],
])("%s is led back to the login page without a session", async (_name, claims, reason) => {
  Object.assign(provider.claims, claims);
  const before = await db().user.count();
  const back = await browser.send(provider.approve(await begin()));
  expect(back.headers.get("location")).toContain("/login?error=UnknownIdentity");
  expect(await findPersonByCookie(browser.header())).toBeNull();
  expect(await db().user.count()).toBe(before);
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(event).toMatchObject({
    ...{ action: "session.failed", actorId: null, subjectName: provider.claims.email },
    after: { method: "single sign-on", reason },
  });
});

test("an answer with another state opens no session", async () => {
  const back = new URL(provider.approve(await begin()));
  back.searchParams.set("state", "forged");
  await browser.send(back.href);
  expect(await findPersonByCookie(browser.header())).toBeNull();
});

test("an answer carried to another browser opens no session", async () => {
  const address = provider.approve(await begin());
  const victim = new PortalBrowser("192.0.2.21");
  await victim.send(address);
  expect(await findPersonByCookie(victim.header())).toBeNull();
});

test("an account with a password is linked by who is signed in to it, from their account's page", async () => {
  const password = "three quiet green lamps";
  const passwordHash = await hashPassword(password);
  await db().user.update({ where: { id: ana.userId }, data: { passwordHash } });
  const before = await browser.send(provider.approve(await begin()));
  expect(before.headers.get("location")).toContain("/login?error=LinkFirst");
  await browser.signIn(ana.person.email, password);
  const linked = await browser.send(provider.approve(await begin()));
  expect(linked.headers.get("location")).toBe("http://localhost:3000/connections");
  expect(await findPersonByCookie(browser.header())).toMatchObject({ id: ana.userId });
  provider.claims = { ...provider.claims, sub: "another", email: "stranger@example.com" };
  const foreign = await browser.send(provider.approve(await begin()));
  expect(foreign.headers.get("location")).toContain("/account?error=UnknownIdentity");
  expect(await findPersonByCookie(browser.header())).toMatchObject({ id: ana.userId });
});

test("where single sign-on is the only way in, no password opens a session", async () => {
  const password = "three quiet green lamps";
  const passwordHash = await hashPassword(password);
  await db().user.update({ where: { id: ana.userId }, data: { passwordHash } });
  vi.stubEnv("OIDC_ONLY", "true");
  forget("env");
  try {
    const refused = await browser.signIn(ana.person.email, password);
    expect(refused.status).toBe(403);
    expect(await findPersonByCookie(browser.header())).toBeNull();
    const back = await browser.send(provider.approve(await begin()));
    expect(back.headers.get("location")).toBe("http://localhost:3000/connections");
    expect(await findPersonByCookie(browser.header())).toMatchObject({ id: ana.userId });
  } finally {
    vi.stubEnv("OIDC_ONLY", "");
    forget("env");
  }
});
