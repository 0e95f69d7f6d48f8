// What is counted in a part of the record and multiplied.
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { histogramOf } from "@/server/activity/histogram";
import { usageOf } from "@/server/activity/usage";
import { newId } from "@/server/core/ids";
import { forget } from "@/server/core/shared";
import { closePools, pool } from "@/server/infra/pg";
import { makeMember, makeProject } from "@/server/testing/factories";
import { asOwner } from "@/server/testing/owner";
import { addEndedCall } from "@/server/testing/recorded-calls";

const hour = 3_600_000;
const calls = 60_000;
const attempts = 12_345;
let projectId: string;
let admin: Ctx;

beforeAll(async () => {
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
  const denied = { outcome: "denied", decision: "denied", userId: null };
  const startedAt = new Date(admin.now.getTime() - hour);
  await addEndedCall(projectId, { ...denied, startedAt, attempts });
  await fillRecord();
  await countingIsDear();
  admin.now = new Date(admin.now.getTime() + 1_000);
}, 60_000);

const near = (count: number, expected: number) =>
  expect(Math.abs(count - expected) / expected).toBeLessThan(0.1);

test("the histogram estimates the many and counts one by one what stands for several attempts", async () => {
  const { total, estimatedBy, buckets } = await histogramOf(admin, { within: "30d" });
  expect(estimatedBy).toBeGreaterThan(1);
  expect(buckets.reduce((sum, bucket) => sum + bucket.denied, 0)).toBe(attempts);
  near(total, calls + attempts);
});

test("usage does the same, and says so", async () => {
  const { estimatedBy, totals, top, p95 } = await usageOf(admin, { within: "30d" });
  expect(estimatedBy).toBeGreaterThan(1);
  expect(totals.denied).toBe(attempts);
  near(totals.ok, calls);
  near(top.tools.find(({ value }) => value === "tool_1")?.calls ?? 0, calls / 2);
  expect(p95).toBe(10);
});

/** Calls of the last ten days, half of each of two tools. */
async function fillRecord(): Promise<void> {
  await pool().query("SELECT activity_ensure_leaves($1, $2::date, $3::date)", [
    ...[projectId, new Date(admin.now.getTime() - 240 * hour), admin.now],
  ]);
  // Piece by piece: a statement has a few seconds.
  for (let done = 0; done < calls; done += 6_000)
    await pool().query(
      `INSERT INTO "ActivityLog" (id, "startedAt", "projectId", "endpointId", "endpointName", method, "toolName",
         "userId", "userName", "clientName", era, "requestBytes", "requestId", writer, seq, decision, outcome,
         "durationMs", "responseBytes", "finishedAt")
       SELECT gen_random_uuid(), at, $1, $2, 'Support', 'tools/call', 'tool_' || n % 2, $2, 'Ana', 'Claude', 'E25', 1,
         'r', $2, n, 'allowed', 'ok', 10, 1, at
       FROM (SELECT n, $3::timestamptz - n * interval '240 hours' / $4::int AS at
         FROM generate_series($5::int + 1, $5::int + 6000) n) s`,
      [projectId, newId(), admin.now, calls, done],
    );
  await asOwner(`ANALYZE "ActivityLog"`);
}

/** As among millions, so that a test needs not fill them in: a row costs the planner a hundred times as much. */
async function countingIsDear(): Promise<void> {
  const { rows } = await pool().query<{ name: string }>("SELECT current_database() AS name");
  await asOwner(`ALTER DATABASE "${rows[0]?.name}" SET cpu_tuple_cost = 1`);
  await closePools();
  forget("prisma");
}
