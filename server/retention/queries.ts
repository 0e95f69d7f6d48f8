import type { Ctx } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { endOfMonth, goesAt } from "@/server/retention/due";
import { type Executor, findExecutor } from "@/server/retention/executor";
import { findPolicy, type Held, type Policy } from "@/server/retention/policy";
import { findMonths, type MonthSize, monthSizes } from "@/server/retention/record-size";
import type { Period } from "@/server/retention/schema";

/** A month of the record, and when it goes; null: never, or gone already. */
type Month = MonthSize & { callsGoAt: Date | null; payloadsGoAt: Date | null };

export type Retention = Policy & {
  /** Newest first. */
  months: Month[];
  oldestCall: Date | null;
  executor: Executor;
};

/** How long calls are kept, what there is, and what goes when. Sizes count all endpoints of the project. */
export async function getRetention(ctx: Ctx): Promise<Retention> {
  const { projectId } = ctx.access.where("activity.read");
  const [policy, sizes, oldestCall, executor] = await Promise.all([
    findPolicy(db(), projectId),
    monthSizes(projectId),
    findOldest(projectId),
    findExecutor(ctx.now),
  ]);
  const months = sizes.map((size) => withEnds(size, policy)).reverse();
  return { ...policy, months, oldestCall, executor };
}

function withEnds(size: MonthSize, policy: Policy): Month {
  const { month, hasCalls, hasPayloads } = size;
  return {
    ...size,
    callsGoAt: hasCalls ? goesAt("calls", month, policy) : null,
    payloadsGoAt: hasPayloads ? goesAt("payloads", month, policy) : null,
  };
}

async function findOldest(projectId: string): Promise<Date | null> {
  const { rows } = await pool().query<{ oldest: Date | null }>({
    name: "retention.oldest",
    text: `SELECT min("startedAt") AS oldest FROM "ActivityLog" WHERE "projectId" = $1`,
    values: [projectId],
  });
  return rows[0]?.oldest ?? null;
}

/** What would be dropped by the next round under a period. */
export type Consequence = {
  calls: number;
  isEstimate: boolean;
  callMonths: number;
  /** Of calls that stay. */
  payloadMonths: number;
};

/** What a period would mean for what there is now, hold or not. */
export async function previewRetention(ctx: Ctx, period: Period): Promise<Consequence> {
  const { projectId } = ctx.access.where("activity.retain");
  return consequenceOf(await monthSizes(projectId), period, ctx.now);
}

function consequenceOf(sizes: readonly MonthSize[], period: Period, now: Date): Consequence {
  const isOver = (kind: "calls" | "payloads", { month }: MonthSize) => {
    const at = goesAt(kind, month, period);
    return at !== null && at <= now;
  };
  const calls = sizes.filter((size) => size.hasCalls && isOver("calls", size));
  const payloads = sizes.filter((size) => size.hasPayloads && isOver("payloads", size));
  return {
    calls: calls.reduce((sum, size) => sum + size.calls, 0),
    isEstimate: calls.some(({ isEstimate }) => isEstimate),
    callMonths: calls.length,
    payloadMonths: payloads.filter((size) => !calls.includes(size)).length,
  };
}

/** What everybody who reads calls should know of what they do not find. */
export type Notice = {
  hold: Held | null;
  /** Calls from before this moment are there without their payloads; null when no month is. */
  payloadsSince: Date | null;
};

export async function getNotice(ctx: Ctx): Promise<Notice> {
  const { projectId } = ctx.access.where("activity.read");
  const [{ hold }, months] = await Promise.all([
    findPolicy(db(), projectId),
    findMonths(projectId),
  ]);
  // The oldest go first: after the last month without payloads each has some.
  const bare = months.findLast((month) => month.hasCalls && !month.hasPayloads);
  return { hold, payloadsSince: bare ? endOfMonth(bare.month) : null };
}
