import { beforeAll, expect, test } from "vitest";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { disablePerson, enablePerson } from "@/server/members/person-state";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { verifyPassword } from "./password";
import { createResetLink, openReset, resetPassword } from "./password-reset";

let root: TestPerson;

beforeAll(async () => {
  root = await testPerson({ instanceAdmin: true });
});

const visitor = (now = new Date()) => ({ requestId: newId(), ip: "192.0.2.30", now });
const password = "a-long-enough-passphrase";
const noMore = { code: "conflict", details: { reason: "reset_link" } };

async function linkFor(person: TestPerson): Promise<string> {
  const { url } = await createResetLink({ ...root, now: new Date() }, { person: person.userId });
  expect(url.startsWith(`${env().publicUrl}/reset/`)).toBe(true);
  return url.split("/").at(-1) ?? "";
}
const set = (token: string, now?: Date) => resetPassword(visitor(now), { token, password });

test("T36 a link sets a password once, ends every session, and stands nowhere in clear", async () => {
  const person = await testPerson();
  const token = await linkFor(person);
  expect(await openReset(visitor(), { token })).toEqual({ email: person.person.email });
  const kept = JSON.stringify([
    await db().instanceSetting.findMany(),
    await db().auditEvent.findMany(),
  ]);
  expect(kept).not.toContain(token);
  expect(await set(token)).toEqual({ email: person.person.email });
  const user = await db().user.findUniqueOrThrow({ where: { id: person.userId } });
  expect(await verifyPassword(user.passwordHash, password)).toBe(true);
  expect(await db().session.count({ where: { userId: person.userId, revokedAt: null } })).toBe(0);
  await expect(set(token)).rejects.toMatchObject(noMore);
  expect(await openReset(visitor(), { token })).toBeNull();
  const event = await db().auditEvent.findFirstOrThrow({
    where: { action: "person.password_reset" },
  });
  expect(event).toMatchObject({ actorId: person.userId, after: { sessions: 1 } });
});

test("T36 of two who use a link at once, one does", async () => {
  const token = await linkFor(await testPerson());
  const ends = await Promise.allSettled([set(token), set(token), set(token)]);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("T36 a link ends after 24 hours, by a newer one, and when its person is disabled", async () => {
  const [late, twice, gone] = [await testPerson(), await testPerson(), await testPerson()];
  // The link is made a moment later than this is read.
  const dayLater = new Date(Date.now() + 24 * 3_600_000 + 60_000);
  await expect(set(await linkFor(late), dayLater)).rejects.toMatchObject(noMore);
  const first = await linkFor(twice);
  const second = await linkFor(twice);
  await expect(set(first)).rejects.toMatchObject(noMore);
  await set(second);
  const token = await linkFor(gone);
  await disablePerson(root, { person: gone.userId });
  await expect(set(token)).rejects.toMatchObject(noMore);
  await expect(linkFor(gone)).rejects.toMatchObject({ code: "conflict" });
  await enablePerson(root, { person: gone.userId });
  await expect(set(token)).rejects.toMatchObject(noMore);
});

test("only an administrator of the installation makes one", async () => {
  const nobody = await testPerson();
  await expect(createResetLink(nobody, { person: root.userId })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("T36 whoever tries links that are none is slowed down", async () => {
  const guess = () => openReset({ ip: "203.0.113.30", now: new Date() }, { token: newSlug() });
  for (let tries = 0; tries < 30; tries++) expect(await guess()).toBeNull();
  await expect(guess()).rejects.toMatchObject({ code: "rate_limited" });
});
