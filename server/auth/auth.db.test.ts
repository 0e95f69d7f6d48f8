import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { origin, PortalBrowser } from "@/server/testing/portal-browser";
import { handleAuth } from "./handle";
import { hashPassword } from "./password";
import { findPersonByCookie } from "./session";

const password = "correct horse battery";
let passwordHash = "";

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

let count = 0;
let email = "";
let browser = new PortalBrowser("");

beforeEach(async () => {
  count++;
  email = `ana${count}@example.com`;
  browser = new PortalBrowser(`198.51.100.${count}`);
  await db().user.create({ data: { id: newId(), email, name: "Ana", passwordHash } });
});

const sessionName = "gatehouse.session";

test("the right password signs in with a cookie that scripts and other sites cannot use", async () => {
  const response = await browser.signIn(email, password);
  expect(response.status).toBe(200);
  const line = response.headers.getSetCookie().find((one) => one.startsWith(sessionName)) ?? "";
  expect(line).toMatch(/HttpOnly/i);
  expect(line).toMatch(/SameSite=Lax/i);
  expect(line).toMatch(/Path=\//);
  expect(await findPersonByCookie(browser.header())).toMatchObject({ email, instanceAdmin: false });
});

test("an e-mail address is the same person in capitals", async () => {
  await browser.signIn(`  ${email.toUpperCase()} `, password);
  expect(await findPersonByCookie(browser.header())).toMatchObject({ email });
});

test("a wrong password and an unknown person get the same answer (T28)", async () => {
  const wrong = await browser.signIn(email, "wrong wrong wrong");
  const unknown = await browser.signIn("nobody@example.com", "wrong wrong wrong");
  expect(unknown.status).toBe(401);
  expect(unknown.status).toBe(wrong.status);
  expect(await unknown.text()).toBe(await wrong.text());
});

test("a disabled person cannot sign in, and an open session of theirs ends", async () => {
  await browser.signIn(email, password);
  await db().user.update({ where: { email }, data: { disabledAt: new Date() } });
  expect(await findPersonByCookie(browser.header())).toBeNull();
  expect((await new PortalBrowser("192.0.2.7").signIn(email, password)).status).toBe(401);
});

test("the sixth try in 15 minutes is refused with the time to wait (T28)", async () => {
  for (let index = 0; index < 5; index++) await browser.signIn(email, "wrong wrong wrong");
  const refused = await browser.signIn(email, password);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
  const { url } = (await refused.json()) as { url: string };
  expect(new URL(url).searchParams.get("error")).toMatch(/Try again in 15 minutes/);
});

test("guessing from one address does not lock the owner out at another (T28)", async () => {
  for (let index = 0; index < 7; index++) await browser.signIn(email, "wrong wrong wrong");
  expect((await new PortalBrowser("203.0.113.9").signIn(email, password)).status).toBe(200);
});

test("a session planted before the sign-in is not the session after it (T29)", async () => {
  await browser.signIn(email, password);
  const planted = browser.header();
  await browser.signIn(email, password);
  expect(browser.header()).not.toBe(planted);
  expect(await findPersonByCookie(planted)).toBeNull();
  expect(await findPersonByCookie(browser.header())).not.toBeNull();
});

test("signing out ends the session on the server, also for a copy of the cookie (T29)", async () => {
  await browser.signIn(email, password);
  const copy = browser.header();
  await browser.send("/api/auth/signout", await browser.form({}));
  expect(browser.cookies.has(sessionName)).toBe(false);
  expect(await findPersonByCookie(copy)).toBeNull();
});

test("a session ends after 12 idle hours and after 7 days", async () => {
  await browser.signIn(email, password);
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  expect(await findPersonByCookie(browser.header(), at(13))).toBeNull();
  for (let hours = 11; hours < 7 * 24; hours += 11)
    expect(await findPersonByCookie(browser.header(), at(hours))).not.toBeNull();
  expect(await findPersonByCookie(browser.header(), at(7 * 24 + 1))).toBeNull();
});

test.each([
  ["foreign", "https://evil.example"],
  ["null", "null"],
  ["malformed", "http://["],
  ["empty", ""],
])("a sign-in with a %s Origin is refused and opens no session (T30)", async (_name, from) => {
  const form = await browser.form({ email, password });
  const response = await browser.send("/api/auth/callback/credentials", form, { origin: from });
  expect(response.status).toBe(403);
  expect(browser.cookies.has(sessionName)).toBe(false);
});

test("a sign-in without an Origin is refused (T30)", async () => {
  const form = await browser.form({ email, password });
  const request = new Request(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: browser.header() },
    body: new URLSearchParams(form),
  });
  expect((await handleAuth(request)).status).toBe(403);
});

test("a sign-in without the anti-forgery token opens no session (T30)", async () => {
  await browser.send("/api/auth/callback/credentials", { email, password, json: "true" });
  expect(browser.cookies.has(sessionName)).toBe(false);
});

test("a forged or foreign cookie is nobody", async () => {
  expect(await findPersonByCookie(`${sessionName}=abc`)).toBeNull();
  expect(await findPersonByCookie(`${sessionName}=`)).toBeNull();
  expect(await findPersonByCookie(null)).toBeNull();
});

test("no link is built from the Host header (T12)", async () => {
  await browser.signIn(email, password);
  const form = await browser.form({ callbackUrl: "https://evil.example/x" });
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example" };
  const response = await browser.send("/api/auth/signout", form, headers);
  expect(await response.text()).not.toContain("evil.example");
});

test("next-auth's own session endpoint, which would not ask the database, does not exist", async () => {
  expect((await browser.send("/api/auth/session")).status).toBe(404);
  expect((await browser.send("/api/auth/_log", { code: "x" })).status).toBe(404);
});
