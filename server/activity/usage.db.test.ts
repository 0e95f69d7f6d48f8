import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { histogramOf } from "@/server/activity/histogram";
import { spikesOf } from "@/server/activity/spikes";
import { usageOf } from "@/server/activity/usage";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { ctxOf, makeLimited, makeMember, makeProject } from "@/server/testing/factories";
import { addEndedCall, type RecordedCall } from "@/server/testing/recorded-calls";

const minute = 60_000;
const hour = 60 * minute;
let projectId: string;
let admin: Ctx;

beforeEach(async () => {
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
});

const ago = (ms: number, given: Partial<RecordedCall> = {}) =>
  addEndedCall(projectId, { startedAt: new Date(admin.now.getTime() - ms), ...given });

async function addEndpoint(name: string) {
  const row = { id: newId(), slug: newSlug(), name };
  await db().mcpEndpoint.create({ data: { ...row, projectId } });
  return row;
}

const denied = { outcome: "denied", decision: "denied", durationMs: 0, upstreamMs: null };

describe("usage", () => {
  test("counts calls by outcome over the time that was asked for, and names who and what came most", async () => {
    const [ana, ben] = [newId(), newId()];
    for (const [ms, given] of [
      [hour, { userId: ana, durationMs: 10 }],
      [2 * hour, { userId: ana, durationMs: 20, toolName: "create" }],
      [3 * hour, { userId: ana, durationMs: 30, outcome: "tool_error" }],
      [4 * hour, { userId: ben, userName: "Ben", durationMs: 40, outcome: "timed_out" }],
      [5 * hour, { ...denied, userId: ben, userName: "Ben", clientName: "Cursor" }],
      [30 * hour, { userId: newId() }],
    ] as const)
      await ago(ms, given);
    const day = await usageOf(admin, { within: "24h" });
    expect(day.totals).toEqual({ ok: 2, tool_error: 1, denied: 1, failed: 1 });
    // A call that was refused at once says nothing about how long calls take.
    expect(day).toMatchObject({ p50: 25, people: 2, clients: 2, estimatedBy: null });
    expect(day.buckets.reduce((sum, { ok }) => sum + ok, 0)).toBe(2);
    expect(day.top.tools).toEqual([
      { value: "search", label: "search", calls: 4, wrong: 3 },
      { value: "create", label: "create", calls: 1, wrong: 0 },
    ]);
    expect(day.top.people.map(({ label, calls }) => [label, calls])).toEqual([
      ["Ana Lima", 3],
      ["Ben", 2],
    ]);
    expect(day.top.clients).toMatchObject([{ label: "Claude" }, { label: "Cursor" }]);
    expect((await usageOf(admin, { within: "7d" })).totals.ok).toBe(3);
  });

  test("is of one endpoint where one is named, and named as it is called last", async () => {
    const [one, other] = [await addEndpoint("support"), await addEndpoint("sales")];
    await ago(2 * hour, { endpointId: one.id, endpointName: "old name" });
    await ago(hour, { endpointId: one.id, endpointName: "support" });
    await ago(hour, { endpointId: other.id, endpointName: "sales" });
    const all = await usageOf(admin, { within: "24h" });
    expect(all.top.endpoints).toMatchObject([
      { value: one.id, label: "support", calls: 2 },
      { value: other.id, label: "sales", calls: 1 },
    ]);
    const alone = await usageOf(admin, { within: "24h", endpoint: one.slug });
    expect(alone).toMatchObject({ endpointId: one.id, totals: { ok: 2 } });
  });

  test("without a call has neither durations nor names", async () => {
    expect(await usageOf(admin, { within: "30d" })).toMatchObject({
      ...{ totals: { ok: 0, tool_error: 0, denied: 0, failed: 0 }, p50: null, p95: null },
      ...{ people: 0, clients: 0, top: { tools: [], endpoints: [], people: [], clients: [] } },
    });
  });

  test("holds what one may see: no other endpoint's calls, people or names", async () => {
    const [visible, hidden] = [await addEndpoint("engineering-a"), await addEndpoint("prod-a")];
    await ago(hour, { endpointId: visible.id, endpointName: visible.name });
    const secret = { toolName: "deploy", userName: "Prod Person", clientName: "Prod Client" };
    await ago(hour, { endpointId: hidden.id, endpointName: hidden.name, ...secret });
    const limited = await makeLimited(
      projectId,
      { permission: "activity.read", conditions: [] },
      {
        permission: "endpoint.read",
        conditions: [{ property: "name", operator: "glob match", values: ["engineering-*"] }],
      },
    );
    const seen = await usageOf(limited, { within: "24h" });
    expect(seen).toMatchObject({ totals: { ok: 1 }, people: 1, clients: 1 });
    expect(JSON.stringify(seen)).not.toMatch(/prod|deploy/i);
    const asked = usageOf(limited, { within: "24h", endpoint: hidden.slug });
    await expect(asked).rejects.toMatchObject({ code: "not_found" });
    const nobody = usageOf(ctxOf(projectId, "member"), { within: "24h" });
    await expect(nobody).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await makeMember((await makeProject("Other")).id);
    expect((await usageOf(stranger, { within: "24h" })).totals.ok).toBe(0);
  });
});

describe("a row that stands for many attempts", () => {
  test("counts as many in the histogram and in the usage", async () => {
    await ago(hour);
    await ago(hour, { ...denied, attempts: 41, userId: null });
    const { total, buckets } = await histogramOf(admin, { within: "24h" });
    expect(total).toBe(42);
    expect(buckets.reduce((sum, bucket) => sum + bucket.denied, 0)).toBe(41);
    expect((await usageOf(admin, { within: "24h" })).totals).toMatchObject({ ok: 1, denied: 41 });
  });
});

describe("a spike", () => {
  const many = async (count: number, ms: number, given: Partial<RecordedCall>) => {
    for (let made = 0; made < count; made++) await ago(ms + made, given);
  };

  test("is an hour in which far more was denied or failed than usual, with its numbers", async () => {
    const { id: endpointId } = await addEndpoint("support");
    const here = { endpointId, endpointName: "support" };
    await many(12, 10 * minute, { ...here, outcome: "timed_out" });
    await many(12, 20 * minute, here);
    await many(24, 5 * hour, { ...here, outcome: "failed" });
    expect(await spikesOf(admin)).toEqual([
      { kind: "failed", ...here, calls: 12, share: 0.5, usual: 1 },
    ]);
  });

  test("counts attempts, not rows", async () => {
    await ago(minute, { ...denied, attempts: 500, userId: null });
    expect(await spikesOf(admin)).toMatchObject([{ kind: "denied", calls: 500, share: 1 }]);
  });

  test("is none where that is usual, where it is little, or where clients cancelled", async () => {
    const usual = { endpointId: newId(), outcome: "failed" };
    await many(12, 10 * minute, usual);
    await ago(5 * hour, { ...usual, attempts: 24 * 6 });
    await many(9, 10 * minute, { endpointId: newId(), outcome: "failed" });
    await many(12, 10 * minute, { endpointId: newId(), outcome: "cancelled" });
    const busy = { endpointId: newId() };
    await many(10, 10 * minute, { ...busy, outcome: "failed" });
    await ago(10 * minute, { ...busy, attempts: 200 });
    expect(await spikesOf(admin)).toEqual([]);
  });

  test("at an endpoint one may not see is not told", async () => {
    await many(12, 10 * minute, { endpointId: newId(), outcome: "failed" });
    const limited = await makeLimited(projectId, { permission: "activity.read", conditions: [] });
    expect(await spikesOf(admin)).toHaveLength(1);
    expect(await spikesOf(limited)).toEqual([]);
  });
});
