import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { asOwner } from "@/server/testing/owner";
import { testPerson } from "@/server/testing/portal";
import { PortalBrowser } from "@/server/testing/portal-browser";
import { whileAuditRefuses } from "@/server/testing/refuse-audit";
import { changePassword, revokeOtherSessions, revokeSession, updateProfile } from "./account";
import { hashPassword } from "./password";
import { findPersonByCookie } from "./session";
import { createSession } from "./session-store";

const password = "correct horse battery";
const wrong = "wrong wrong wrong";
let passwordHash = "";
let count = 0;
let email = "";
let userId = "";
let browser = new PortalBrowser("");

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

beforeEach(async () => {
  await asOwner(`DELETE FROM "AuditEvent"`);
  count++;
  email = `ana${count}@example.com`;
  userId = newId();
  browser = new PortalBrowser(`198.51.100.${count}`);
  await db().user.create({ data: { id: userId, email, name: "Ana", passwordHash } });
});

function events() {
  return db().auditEvent.findMany({ orderBy: { id: "asc" } });
}

test("a sign-in is recorded with who, from where, by which program and how", async () => {
  await browser.send("/api/auth/callback/credentials", await browser.form({ email, password }), {
    "user-agent": "Firefox",
  });
  expect(await events()).toMatchObject([
    {
      ...{ action: "session.opened", projectId: null, actorId: userId, actorName: "Ana" },
      ...{ ip: browser.ip, userAgent: "Firefox", after: { method: "password" } },
      ...{ subjectType: "user", subjectId: userId, subjectName: "Ana" },
    },
  ]);
});

test("a failed sign-in is nobody's act, about the person it was tried for", async () => {
  await browser.signIn(email, wrong);
  expect(await events()).toMatchObject([
    {
      ...{ action: "session.failed", actorId: null, actorName: "Not signed in", ip: browser.ip },
      ...{ subjectId: userId, subjectName: "Ana" },
      after: { method: "password", reason: "The password was wrong", triesLeft: 4 },
    },
  ]);
});

test("for an address nobody has the address stands, and the reason", async () => {
  await browser.signIn("nobody@example.com", wrong);
  const [event] = await events();
  expect(event).toMatchObject({ subjectId: null, subjectName: "nobody@example.com" });
  expect(event?.after).toMatchObject({ reason: "Nobody here has this address" });
});

test("a password typed into the field for the address is not kept", async () => {
  await browser.signIn(password, password);
  const [event] = await events();
  expect(event).toMatchObject({ action: "session.failed", subjectName: null });
  expect(JSON.stringify(event)).not.toContain("horse");
});

test("a disabled person's try is told apart for the auditor", async () => {
  await db().user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
  await browser.signIn(email, password);
  expect((await events())[0]?.after).toMatchObject({ reason: "The person is disabled" });
});

test("forty guesses leave five events: what the limit refuses is not tried and not recorded", async () => {
  for (let guess = 0; guess < 40; guess++) await browser.signIn(email, wrong);
  const left = (await events()).map(({ after }) => (after as { triesLeft: number }).triesLeft);
  expect(left).toEqual([4, 3, 2, 1, 0]);
});

test("a sign-out is recorded once, also when a copy of the cookie signs out again", async () => {
  await browser.signIn(email, password);
  const copy = new PortalBrowser("203.0.113.1");
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  await browser.send("/api/auth/signout", await browser.form({}));
  await copy.send("/api/auth/signout", await copy.form({}));
  const ended = (await events()).filter(({ action }) => action === "session.ended");
  expect(ended).toMatchObject([{ actorId: userId, after: { reason: "Signed out" } }]);
});

test("a sign-in in the same browser says that it ended the session before", async () => {
  await browser.signIn(email, password);
  await browser.signIn(email, password);
  const told = (await events()).map(({ action, after }) => [action, after]);
  expect(told).toEqual([
    ["session.opened", { method: "password" }],
    ["session.ended", { reason: "Signed in again" }],
    ["session.opened", { method: "password" }],
  ]);
});

test("what a person changes about themselves is recorded, without the password", async () => {
  const ana = await testPerson();
  await db().user.update({ where: { id: ana.userId }, data: { passwordHash } });
  const device = { ip: "192.0.2.9", userAgent: "Safari" };
  await createSession(db(), ana.userId, device, ana.now);
  const other = await db().session.findFirstOrThrow({ where: device });
  await createSession(db(), ana.userId, device, ana.now);
  await updateProfile(ana, { name: "Ana B", timeZone: null });
  await updateProfile(ana, { name: "Ana B", timeZone: null });
  await revokeSession(ana, { id: other.id });
  await revokeOtherSessions(ana);
  await revokeOtherSessions(ana);
  await changePassword(ana, { current: password, next: "another passphrase" });
  const all = await events();
  expect(all.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    {
      action: "account.updated",
      before: { name: ana.userName, timeZone: null },
      after: { name: "Ana B", timeZone: null },
    },
    {
      action: "session.revoked",
      before: { signedInAt: ana.now.toISOString(), ...device },
      after: null,
    },
    { action: "session.others_revoked", before: null, after: { revoked: 1 } },
    { action: "account.password_changed", before: null, after: { sessionsEnded: 0 } },
  ]);
  expect(JSON.stringify(all)).not.toMatch(/horse|passphrase|argon2/);
});

test("where the event cannot be written, nobody is signed in and nothing changes", async () => {
  const ana = await testPerson();
  await whileAuditRefuses(async () => {
    await browser.signIn(email, password);
    expect(await findPersonByCookie(browser.header())).toBeNull();
    expect(await db().session.count({ where: { userId } })).toBe(0);
    await expect(updateProfile(ana, { name: "Eve", timeZone: null })).rejects.toThrow();
    expect(await db().user.count({ where: { name: "Eve" } })).toBe(0);
  });
});
