import { beforeEach, expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { findPersonByIdentity } from "./single-sign-on";

const issuer = "https://id.example";
let ana: TestPerson;
let count = 0;
let subject = "";

beforeEach(async () => {
  ana = await testPerson();
  subject = `subject-${++count}`;
});

const identity = (email: string, emailVerified = true) => ({
  issuer,
  subject,
  email,
  emailVerified,
});

test("a verified e-mail address of somebody here links the identity to them", async () => {
  const email = ana.person.email.toUpperCase();
  expect(await findPersonByIdentity(identity(email), ana.now)).toBe(ana.userId);
  expect(await findPersonByIdentity(identity("changed@example.com", false), ana.now)).toBe(
    ana.userId,
  );
});

test("an address the provider did not verify is nobody", async () => {
  expect(await findPersonByIdentity(identity(ana.person.email, false), ana.now)).toBeNull();
});

test("nobody is created", async () => {
  const before = await db().user.count();
  expect(await findPersonByIdentity(identity("new@example.com"), ana.now)).toBeNull();
  expect(await db().user.count()).toBe(before);
});

test("the same subject at another issuer is somebody else", async () => {
  await findPersonByIdentity(identity(ana.person.email), ana.now);
  const foreign = { ...identity("x@example.com"), issuer: "https://evil.example" };
  expect(await findPersonByIdentity(foreign, ana.now)).toBeNull();
});

test("a disabled person stays outside", async () => {
  await findPersonByIdentity(identity(ana.person.email), ana.now);
  await db().user.update({ where: { id: ana.userId }, data: { disabledAt: new Date() } });
  expect(await findPersonByIdentity(identity(ana.person.email), ana.now)).toBeNull();
});

test("two first sign-ins at once link one account", async () => {
  const both = await Promise.all(
    [0, 1].map(() => findPersonByIdentity(identity(ana.person.email), ana.now)),
  );
  expect(both).toEqual([ana.userId, ana.userId]);
  expect(await db().account.count({ where: { userId: ana.userId } })).toBe(1);
});
