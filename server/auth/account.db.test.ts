import { beforeEach, expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { handleTrpc } from "@/server/trpc/handle";
import {
  changePassword,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  updateProfile,
} from "./account";
import { hashPassword, verifyPassword } from "./password";
import { findPersonByCookie } from "./session";
import { createSession, findPersonByToken } from "./session-store";

const current = "correct horse battery";
const next = "quite another phrase";
const device = { ip: null, userAgent: null };
let ana: TestPerson;

beforeEach(async () => {
  ana = await testPerson();
  const passwordHash = await hashPassword(current);
  await db().user.update({ where: { id: ana.userId }, data: { passwordHash } });
});

test("a new password ends every other session and every older token of this one (T29)", async () => {
  const other = await createSession(db(), ana.userId, device, ana.now);
  const token = await changePassword(ana, { current, next });
  expect(await findPersonByCookie(ana.cookie)).toBeNull();
  expect(await findPersonByToken(other, new Date())).toBeNull();
  expect(await findPersonByToken(token, new Date())).toMatchObject({ id: ana.userId });
  const user = await db().user.findUniqueOrThrow({ where: { id: ana.userId } });
  expect(await verifyPassword(user.passwordHash, next)).toBe(true);
});

test("through the door, the browser that changed the password stays signed in", async () => {
  const response = await handleTrpc(
    new Request("http://localhost:3000/api/trpc/account.changePassword", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: "http://localhost:3000",
        cookie: ana.cookie,
      },
      body: JSON.stringify({ json: { current, next } }),
    }),
  );
  expect(response.status).toBe(200);
  const [cookie = ""] = response.headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
  expect(await findPersonByCookie(cookie.split(";")[0] ?? "")).toMatchObject({ id: ana.userId });
  expect(await findPersonByCookie(ana.cookie)).toBeNull();
});

test("without the current password nothing changes, and the sixth guess is refused", async () => {
  const guess = () => changePassword(ana, { current: "wrong", next });
  for (let index = 0; index < 5; index++)
    await expect(guess()).rejects.toMatchObject({ code: "bad_request" });
  await expect(guess()).rejects.toMatchObject({ code: "rate_limited" });
  expect(await findPersonByCookie(ana.cookie)).not.toBeNull();
});

test("one sees and ends one's own sessions only (T31)", async () => {
  const eve = await testPerson();
  await createSession(db(), ana.userId, device, ana.now);
  const mine = await listSessions(ana);
  expect(mine.map(({ current: here }) => here)).toEqual([true, false]);
  const other = mine[1]?.id ?? "";
  await expect(revokeSession(eve, { id: other })).rejects.toMatchObject({ code: "not_found" });
  expect(await listSessions(ana)).toHaveLength(2);
  await revokeSession(ana, { id: other });
  expect(await listSessions(ana)).toHaveLength(1);
});

test("ending all other sessions keeps this one", async () => {
  await createSession(db(), ana.userId, device, ana.now);
  await createSession(db(), ana.userId, device, ana.now);
  expect(await revokeOtherSessions(ana)).toEqual({ revoked: 2 });
  expect(await findPersonByCookie(ana.cookie)).not.toBeNull();
});

test("a profile change touches name and zone alone", async () => {
  await updateProfile(ana, { name: "Ana B", timeZone: "Europe/Berlin" });
  const user = await db().user.findUniqueOrThrow({ where: { id: ana.userId } });
  expect(user).toMatchObject({ name: "Ana B", timeZone: "Europe/Berlin" });
});
