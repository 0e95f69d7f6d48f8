import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { forget } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { asOwner } from "@/server/testing/owner";
import { completeSetup, getSetupState, hasPeople, prepareFirstRun } from "./bootstrap";
import { verifyPassword } from "./password";

const input = {
  name: "Ana",
  email: "ana@example.com",
  password: "correct horse battery",
  projectName: "Engineering",
};

let address = 0;
const author = () => ({ requestId: newId(), ip: `198.51.100.${++address}`, now: new Date() });

async function freshToken(): Promise<string> {
  const { setupUrl } = await prepareFirstRun();
  return new URL(setupUrl ?? "").searchParams.get("token") ?? "";
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

beforeEach(async () => {
  await db().project.deleteMany();
  await db().user.deleteMany();
  await asOwner(`DELETE FROM "AuditEvent"`);
  await db().instanceSetting.deleteMany();
});

test("the link of the start makes the first administrator and project, on the record", async () => {
  const token = await freshToken();
  expect(await getSetupState(token)).toBe("open");
  const project = await completeSetup(author(), { token, ...input });
  expect(project).toEqual({ slug: "engineering", name: "Engineering" });
  const user = await db().user.findUniqueOrThrow({
    where: { email: input.email },
    include: { memberships: { include: { roles: true } } },
  });
  expect(user.instanceAdminSince).not.toBeNull();
  const roles = user.memberships.flatMap((membership) => membership.roles);
  expect(roles.map(({ role }) => role)).toEqual(["admin"]);
  expect(await verifyPassword(user.passwordHash, input.password)).toBe(true);
  const acts = await db().auditEvent.findMany({ select: { action: true, actorId: true } });
  expect(acts.map(({ action }) => action).sort()).toEqual([
    "installation.set_up",
    "project.created",
  ]);
  expect(acts.every(({ actorId }) => actorId === user.id)).toBe(true);
});

test("the token is kept as a hash only, and is gone after its use", async () => {
  const token = await freshToken();
  expect(JSON.stringify(await db().instanceSetting.findMany())).not.toContain(token);
  await completeSetup(author(), { token, ...input });
  expect(await db().instanceSetting.count()).toBe(0);
  const again = completeSetup(author(), { token, ...input, email: "eve@example.com" });
  expect(await codeOf(again)).toBe("conflict");
  expect(await getSetupState(token)).toBe("done");
  expect(await db().user.count()).toBe(1);
});

test("a wrong, an empty and an earlier token set up nothing", async () => {
  const earlier = await freshToken();
  await freshToken();
  for (const token of ["", "wrong", earlier]) {
    expect(await getSetupState(token)).toBe("wrong_token");
    expect(await codeOf(completeSetup(author(), { token, ...input }))).toBe("forbidden");
  }
  expect(await hasPeople()).toBe(false);
});

test("without any token issued nothing can be set up", async () => {
  expect(await codeOf(completeSetup(author(), { token: "x", ...input }))).toBe("forbidden");
});

test("of two set-ups at once one wins", async () => {
  const token = await freshToken();
  const both = await Promise.all(
    ["ana@example.com", "eve@example.com"].map((email) =>
      codeOf(completeSetup(author(), { token, ...input, email })),
    ),
  );
  expect(both.sort()).toEqual(["conflict", "done"]);
  expect(await db().user.count()).toBe(1);
  expect(await db().project.count()).toBe(1);
});

test("guessing the token from one address is slowed down", async () => {
  await freshToken();
  const from = author();
  const guess = () => codeOf(completeSetup(from, { token: "wrong", ...input }));
  for (let index = 0; index < 20; index++) expect(await guess()).toBe("forbidden");
  expect(await guess()).toBe("rate_limited");
});

test("once anybody exists a start prints no link", async () => {
  await completeSetup(author(), { token: await freshToken(), ...input });
  expect(await prepareFirstRun()).toEqual({ setupUrl: null });
});

test("ADMIN_EMAIL and ADMIN_PASSWORD make the first administrator instead, once", async () => {
  vi.stubEnv("ADMIN_EMAIL", "Root@Example.com");
  vi.stubEnv("ADMIN_PASSWORD", input.password);
  forget("env");
  expect(await prepareFirstRun()).toEqual({ setupUrl: null });
  expect(await prepareFirstRun()).toEqual({ setupUrl: null });
  const users = await db().user.findMany({ select: { email: true, instanceAdminSince: true } });
  expect(users).toEqual([{ email: "root@example.com", instanceAdminSince: expect.any(Date) }]);
  expect(await db().project.findMany({ select: { slug: true } })).toEqual([{ slug: "default" }]);
  vi.stubEnv("ADMIN_PASSWORD", undefined);
  forget("env");
  expect(await codeOf(prepareFirstRun())).toBe("bad_request");
  vi.unstubAllEnvs();
  forget("env");
});
