// Deciding how long calls are kept, seeing what that means, and holding the record.
import { expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { deleteProject } from "@/server/projects/mutations";
import { ctxOf, makeMember } from "@/server/testing/factories";
import { asOwner } from "@/server/testing/owner";
import { testPerson } from "@/server/testing/portal";
import { projectWithCalls, setPeriod } from "@/server/testing/retention-scene";
import {
  holdKeptRecord,
  listKeptRecords,
  releaseKeptRecord,
  retainKeptRecord,
} from "./deleted-projects";
import { dropExpired } from "./drop";
import { holdRecord, releaseHold, updateRetention } from "./mutations";
import { getNotice, getRetention, previewRetention } from "./queries";
import { Hold, Period } from "./schema";

const at = (moment: string) => new Date(moment);
const actOf = (action: string, projectId: string | null = null) =>
  db().auditEvent.findFirst({ where: { action, projectId }, orderBy: { id: "desc" } });
/** Also of what refuses at once. */
const attempt = async (act: () => Promise<unknown>) => act();

test("a new project keeps everything, and says so", async () => {
  const project = await projectWithCalls(["2026-07", "2026-09"]);
  expect(await getRetention(ctxOf(project))).toMatchObject({
    ...{ keepDays: null, keepPayloadDays: null, hold: null, executor: "ready" },
    oldestCall: at("2026-07-15T12:00:00Z"),
    months: [
      { month: "2026-09", calls: 3, isEstimate: false, callsGoAt: null, payloadsGoAt: null },
      { month: "2026-07", calls: 3, isEstimate: false, callsGoAt: null, payloadsGoAt: null },
    ],
  });
});

test("each month says when it goes, and how much of it there is", async () => {
  const project = await projectWithCalls(["2026-07"], 5_000);
  await setPeriod(project, 90, 30);
  await asOwner("ANALYZE");
  const { months } = await getRetention(ctxOf(project));
  const [month] = months;
  expect(month).toMatchObject({
    callsGoAt: at("2026-10-30T00:00:00Z"),
    payloadsGoAt: at("2026-08-31T00:00:00Z"),
    ...{ isEstimate: true, hasCalls: true, hasPayloads: true },
  });
  expect(month?.calls).toBeGreaterThan(4_500);
  expect(month?.calls).toBeLessThan(5_500);
  expect(month?.bytes).toBeGreaterThan(1 << 20);
  expect(month?.payloadBytes).toBeGreaterThan(100_000);
});

test("what a period would drop is told in numbers before it is set, and is what then goes", async () => {
  const project = await projectWithCalls(["2026-06", "2026-07", "2026-08", "2026-10"], 5);
  const ctx = { ...ctxOf(project), now: at("2026-11-15T00:00:00Z") };
  const period = { keepDays: 90, keepPayloadDays: 30 };
  expect(await previewRetention(ctx, period)).toEqual({
    ...{ calls: 10, isEstimate: false, callMonths: 2, payloadMonths: 1 },
  });
  expect(await previewRetention(ctx, { keepDays: null, keepPayloadDays: null })).toMatchObject({
    ...{ calls: 0, callMonths: 0, payloadMonths: 0 },
  });
  await updateRetention(ctx, period);
  await dropExpired(ctx.now);
  expect((await getRetention(ctx)).months).toMatchObject([
    { month: "2026-10", hasPayloads: true },
    { month: "2026-08", hasPayloads: false, payloadsGoAt: null },
  ]);
});

test("a change is recorded with what was before", async () => {
  const project = await projectWithCalls([]);
  const ctx = ctxOf(project);
  await updateRetention(ctx, { keepDays: 90, keepPayloadDays: null });
  await updateRetention(ctx, { keepDays: 30, keepPayloadDays: 7 });
  expect(await actOf("activity.retention_changed", project)).toMatchObject({
    actorName: "Ana Lima",
    before: { keepDays: 90, keepPayloadDays: null },
    after: { keepDays: 30, keepPayloadDays: 7 },
  });
});

test("a hold is seen by whoever reads calls, and is there once", async () => {
  const project = await projectWithCalls([]);
  const ctx = ctxOf(project);
  await holdRecord(ctx, { reason: "Case 14" });
  const auditor = ctxOf(project, "auditor");
  const hold = { byName: "Ana Lima", reason: "Case 14", at: ctx.now };
  expect(await getNotice(auditor)).toMatchObject({ hold });
  await expect(holdRecord(ctx, { reason: "again" })).rejects.toMatchObject({ code: "conflict" });
  await releaseHold(ctx, { reason: "Settled" });
  await expect(releaseHold(ctx, { reason: "again" })).rejects.toMatchObject({ code: "conflict" });
  expect(await getNotice(auditor)).toMatchObject({ hold: null });
  expect(await actOf("activity.released", project)).toMatchObject({
    before: { reason: "Case 14", heldBy: "Ana Lima" },
    after: { reason: "Settled" },
  });
});

test("of two who hold at once one is told that it is held", async () => {
  const project = await projectWithCalls([]);
  const both = await Promise.allSettled(
    ["one", "two"].map((reason) => holdRecord(ctxOf(project), { reason })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("who may only read calls decides nothing about them", async () => {
  const project = await projectWithCalls([]);
  for (const role of ["editor", "auditor"] as const) {
    const ctx = ctxOf(project, role);
    const period = { keepDays: 30, keepPayloadDays: null };
    const acts: (() => Promise<unknown>)[] = [
      () => updateRetention(ctx, period),
      () => previewRetention(ctx, period),
      () => holdRecord(ctx, { reason: "no" }),
      () => releaseHold(ctx, { reason: "no" }),
    ];
    for (const act of acts) await expect(attempt(act)).rejects.toMatchObject({ code: "forbidden" });
    await expect(getRetention(ctx)).resolves.toBeDefined();
  }
  const reading = attempt(() => getNotice(ctxOf(project, "member")));
  await expect(reading).rejects.toMatchObject({ code: "forbidden" });
});

test("payloads are said to be missing until the last month that lost them, even when no other month has any", async () => {
  const project = await projectWithCalls(["2026-06", "2026-07"]);
  expect(await getNotice(ctxOf(project))).toEqual({ hold: null, payloadsSince: null });
  await setPeriod(project, null, 30);
  await dropExpired(at("2026-07-31T00:00:00Z"));
  expect(await getNotice(ctxOf(project))).toMatchObject({
    payloadsSince: at("2026-07-01T00:00:00Z"),
  });
  await dropExpired(at("2026-09-15T00:00:00Z"));
  expect(await getNotice(ctxOf(project))).toMatchObject({
    payloadsSince: at("2026-08-01T00:00:00Z"),
  });
});

test.each([
  [{ keepDays: 6, keepPayloadDays: null }, false],
  [{ keepDays: 7, keepPayloadDays: 7 }, true],
  [{ keepDays: 3_650, keepPayloadDays: null }, true],
  [{ keepDays: 3_651, keepPayloadDays: null }, false],
  [{ keepDays: 30.5, keepPayloadDays: null }, false],
  [{ keepDays: 30, keepPayloadDays: 31 }, false],
  [{ keepDays: null, keepPayloadDays: 31 }, true],
])("a period of %j is taken: %s", (period, taken) => {
  expect(Period.safeParse(period).success).toBe(taken);
});

test.each([["  "], ["a\0b-c"], ["x".repeat(501)]])(
  "a hold needs a reason that can be kept",
  (reason) => {
    expect(Hold.safeParse({ reason }).success).toBe(false);
  },
);

test("a deleted project leaves its record and its hold to the administrators of the installation", async () => {
  const project = await projectWithCalls(["2026-08"]);
  const owner = await makeMember(project);
  await updateRetention(owner, { keepDays: 30, keepPayloadDays: null });
  await holdRecord(owner, { reason: "Case 14" });
  await deleteProject(owner, { confirm: "Acme" });
  await dropExpired(at("2026-11-15T00:00:00Z"));
  const admin = await testPerson({ instanceAdmin: true });
  const find = async () =>
    (await listKeptRecords(admin)).find(({ projectId }) => projectId === project);
  expect(await find()).toMatchObject({
    ...{ name: "Acme", oldestMonth: "2026-08", newestMonth: "2026-08", keepDays: 30 },
    hold: { byName: "Ana Lima", reason: "Case 14" },
  });
  await releaseKeptRecord(admin, { projectId: project, reason: "Settled" });
  expect(await actOf("activity.released")).toMatchObject({ subjectName: "Record of Acme" });
  await retainKeptRecord(admin, { projectId: project, keepDays: 90, keepPayloadDays: null });
  await dropExpired(at("2026-11-15T00:00:00Z"));
  expect(await find()).toMatchObject({ keepDays: 90, hold: null });
  await dropExpired(at("2026-12-15T00:00:00Z"));
  expect(await find()).toBeUndefined();
});

test("the record of a project that is there is its own, also before administrators of the installation", async () => {
  const project = await projectWithCalls(["2026-08"]);
  const admin = await testPerson({ instanceAdmin: true });
  const input = { projectId: project, reason: "no" };
  await expect(holdKeptRecord(admin, input)).rejects.toMatchObject({ code: "not_found" });
  expect(await listKeptRecords(admin)).toEqual([]);
  await expect(listKeptRecords(await testPerson())).rejects.toMatchObject({ code: "forbidden" });
});
