import type { Ctx } from "@/server/access/access";
import { type OutcomeClass, outcomeClasses } from "@/server/activity/schema";
import { endpointScope } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";

const hours = 24;

// Hour 0 is the oldest, hour 23 ends now.
const hour = `(${hours - 1} - floor(extract(epoch FROM ($2::timestamptz - "startedAt")) / 3600))::int`;
const lastDay = `"projectId" = $1 AND "startedAt" > $2::timestamptz - interval '${hours} hours'
  AND "startedAt" <= $2::timestamptz AND ($3::uuid[] IS NULL OR "endpointId" = ANY($3))`;

const byEndpoint = `SELECT "endpointId", ${hour} AS hour, count(*)::int AS count FROM "ActivityLog"
  WHERE ${lastDay} GROUP BY 1, 2`;

const byOutcome = `SELECT CASE WHEN "outcome" IN ('ok', 'tool_error', 'denied') THEN "outcome" ELSE 'failed' END AS outcome,
  ${hour} AS hour, count(*)::int AS count FROM "ActivityLog" WHERE ${lastDay} GROUP BY 1, 2`;

const facts = `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY "durationMs") AS p50,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY "durationMs") AS p95,
  count(DISTINCT "userId")::int AS people, count(DISTINCT "clientId")::int AS clients
  FROM "ActivityLog" WHERE ${lastDay}`;

/** Calls of each endpoint in the last 24 hours, hour by hour. Endpoints without a call are not in it. */
export async function endpointTraffic(
  ctx: Ctx,
): Promise<{ endpointId: string; hours: number[] }[]> {
  const { projectId } = ctx.access.where("activity.read");
  const { rows } = await pool().query<{ endpointId: string; hour: number; count: number }>({
    name: "traffic.endpoints",
    text: byEndpoint,
    values: [projectId, ctx.now, await endpointScope(db(), ctx, "endpoint.read")],
  });
  return [...new Set(rows.map((row) => row.endpointId))].map((endpointId) => ({
    endpointId,
    hours: spread(rows.filter((row) => row.endpointId === endpointId)),
  }));
}

export type DayOfCalls = {
  /** Calls of each class of outcome, hour by hour. */
  hours: Record<OutcomeClass, number[]>;
  totals: Record<OutcomeClass, number>;
  /** Milliseconds; null when there was no call. */
  p50: number | null;
  p95: number | null;
  people: number;
  clients: number;
};

/** The last 24 hours of the project. */
export async function dayOfCalls(ctx: Ctx): Promise<DayOfCalls> {
  const { projectId } = ctx.access.where("activity.read");
  const values = [projectId, ctx.now, await endpointScope(db(), ctx, "endpoint.read")];
  const [counts, sums] = await Promise.all([
    pool().query<{ outcome: string; hour: number; count: number }>({
      name: "traffic.outcomes",
      text: byOutcome,
      values,
    }),
    pool().query<Omit<DayOfCalls, "hours" | "totals">>({
      name: "traffic.facts",
      text: facts,
      values,
    }),
  ]);
  const spreadOf = (outcome: OutcomeClass) =>
    spread(counts.rows.filter((row) => row.outcome === outcome));
  const perHour = toRecord(spreadOf);
  const none = { p50: null, p95: null, people: 0, clients: 0 };
  return {
    ...(sums.rows[0] ?? none),
    hours: perHour,
    totals: toRecord((outcome) => perHour[outcome].reduce((sum, count) => sum + count, 0)),
  };
}

function spread(counts: readonly { hour: number; count: number }[]): number[] {
  const byHour = new Map(counts.map(({ hour, count }) => [hour, count]));
  return Array.from({ length: hours }, (_, index) => byHour.get(index) ?? 0);
}

function toRecord<T>(of: (outcome: OutcomeClass) => T): Record<OutcomeClass, T> {
  const [ok, toolError, denied, failed] = outcomeClasses;
  return { ok: of(ok), tool_error: of(toolError), denied: of(denied), failed: of(failed) };
}
