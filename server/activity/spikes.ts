import type { Ctx } from "@/server/access/access";
import { begunConditions, Parameters } from "@/server/activity/filter";
import { scopeOf } from "@/server/activity/queries";
import { askRecord } from "@/server/activity/search-query";

/** An endpoint where, in the last hour, far more calls than usual were denied or failed. */
export type Spike = {
  kind: "denied" | "failed";
  endpointId: string;
  endpointName: string;
  calls: number;
  /** Of all its calls of that hour, from 0 to 1. */
  share: number;
  /** An hour, on average of the day before. */
  usual: number;
};

/** Fewer than this in an hour, a smaller share of the calls, or less than so many times the usual is no spike. */
const least = { calls: 10, share: 0.1, times: 3 };
const most = 10;

const wrong = {
  denied: `c."outcome" = 'denied'`,
  // One that the client cancelled did not fail.
  failed: `c."outcome" IN ('failed', 'timed_out', 'revoked', 'unknown')`,
};

/** The largest first, of the endpoints one may see. */
export async function spikesOf(ctx: Ctx): Promise<Spike[]> {
  const hour = await lastHour(ctx);
  if (hour.length === 0) return [];
  const days = await dayBefore(ctx, [...new Set(hour.map(({ endpointId }) => endpointId))]);
  const all = hour.flatMap((row) => {
    const before = days.find((day) => day.endpointId === row.endpointId);
    return (["denied", "failed"] as const).map((kind): Spike => {
      const { endpointId, endpointName } = row;
      const [calls, usual] = [row[kind], (before?.[kind] ?? 0) / 24];
      return { kind, endpointId, endpointName, calls, share: calls / row.calls, usual };
    });
  });
  return all
    .filter(({ calls, share, usual }) => {
      return calls >= least.calls && share >= least.share && calls >= least.times * usual;
    })
    .sort((a, b) => b.calls - a.calls)
    .slice(0, most);
}

type Counts = { endpointId: string; denied: number; failed: number };
type Hour = Counts & { endpointName: string; calls: number };

const counts = (["denied", "failed"] as const)
  .map((kind) => `coalesce(sum(c."attempts") FILTER (WHERE ${wrong[kind]}), 0)::int AS ${kind}`)
  .join(", ");

/** Endpoints with enough that went wrong to ask further. */
async function lastHour(ctx: Ctx): Promise<Hour[]> {
  const parameters = new Parameters();
  const where = begunConditions(await scopeOf(ctx), { within: "1h" }, ctx.now, parameters);
  const ids = `SELECT c."endpointId" FROM "ActivityLog" c WHERE ${where.join(" AND ")} AND c."outcome" <> 'ok'
    GROUP BY 1 HAVING sum(c."attempts") >= ${least.calls}`;
  const text = `SELECT c."endpointId", max(c."endpointName") AS "endpointName", sum(c."attempts")::int AS calls, ${counts}
    FROM "ActivityLog" c WHERE ${where.join(" AND ")} AND c."endpointId" IN (${ids}) GROUP BY 1`;
  return askRecord<Hour>({ text, values: parameters.values });
}

/** The 24 hours before that hour; only what went wrong is looked at. */
async function dayBefore(ctx: Ctx, endpoints: string[]): Promise<Counts[]> {
  const hour = new Date(ctx.now.getTime() - 3_600_000);
  const { projectId } = await scopeOf(ctx);
  const parameters = new Parameters();
  const range = {
    from: new Date(hour.getTime() - 86_400_000).toISOString(),
    to: hour.toISOString(),
  };
  const where = begunConditions({ projectId, endpoints }, range, ctx.now, parameters);
  const text = `SELECT c."endpointId", ${counts} FROM "ActivityLog" c
    WHERE ${where.join(" AND ")} AND c."outcome" <> 'ok' GROUP BY 1`;
  return askRecord<Counts>({ text, values: parameters.values });
}
