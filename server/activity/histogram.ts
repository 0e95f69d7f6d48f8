import type { Ctx } from "@/server/access/access";
import type { Range } from "@/server/activity/digest/find";
import {
  begunConditions,
  endedConditions,
  Parameters,
  rangeOf,
  textConditions,
} from "@/server/activity/filter";
import { timesWithText } from "@/server/activity/histogram-text";
import { momentOf } from "@/server/activity/moments";
import { scopeOf } from "@/server/activity/queries";
import type { Search } from "@/server/activity/rows";
import { countCost, sharePercent } from "@/server/activity/sampling";
import {
  type CallFilter,
  type OutcomeClass,
  outcomeClasses,
  spans,
} from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";

type Bucket = { at: Date } & Record<OutcomeClass, number>;

export type Histogram = {
  from: Date;
  to: Date;
  /** Of equal length, oldest first, none left out. */
  buckets: Bucket[];
  bucketMs: number;
  total: number;
  /** Every number was counted in a part of the record and multiplied by this; null = counted one by one. */
  estimatedBy: number | null;
};

const steps = [1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];
const mostBuckets = 62;

/** Ended calls that match, over time and by class of outcome. Without a range of its own: the last 30 days. */
export async function histogramOf(ctx: Ctx, filter: CallFilter): Promise<Histogram> {
  const { from, to } = boundsOf(filter, ctx.now);
  const bucketMs = bucketOf(to.getTime() - from.getTime());
  const range = { from: iso(from), to: iso(to) };
  const search = {
    ...{ scope: await scopeOf(ctx), filter: { ...filter, ...range }, now: ctx.now },
    mayReadPayload: ctx.access.can("activity.readPayload"),
  };
  const { rows, share } = await countCalls(search, { from, to }, bucketMs);
  const factor = share === null ? 1 : 100 / share;
  const buckets = toBuckets(rows, { from, to, bucketMs, factor });
  const total = rows.reduce((sum, { count }) => sum + count * factor, 0);
  return { from, to, buckets, bucketMs, total: Math.round(total), estimatedBy: share && factor };
}

/** `share`: the percentage of the record that was looked at; null for all of it. */
async function countCalls(search: Search, { from, to }: Bounds, bucketMs: number) {
  const { q, error } = search.filter;
  const times = q || error ? await timesWithText(search, from, to) : null;
  const parameters = new Parameters();
  const where = [
    ...begunConditions(search.scope, search.filter, search.now, parameters),
    ...endedConditions(search.filter, parameters),
    ...textConditions(search, "ended", { from, to }, parameters),
  ].join(" AND ");
  const share = times ? null : await shareToCount(search, where, parameters, { from, to });
  const sample = share === null ? "" : `TABLESAMPLE SYSTEM (${parameters.add(share, "float4")})`;
  const step = parameters.add(bucketMs / 1_000, "float8");
  const calls = `SELECT c."startedAt", c."outcome" FROM "ActivityLog" c ${sample} WHERE ${where}`;
  const text = `SELECT floor(extract(epoch FROM c."startedAt") / ${step})::float8 AS bucket,
    CASE WHEN c."outcome" IN ('ok', 'tool_error', 'denied') THEN c."outcome" ELSE 'failed' END AS outcome,
    count(*)::int AS count FROM ${times ? within(times, calls, parameters) : `(${calls})`} c GROUP BY 1, 2`;
  return { rows: await askRecord<CountRow>({ text, values: parameters.values }), share };
}

function within(times: readonly Range[], calls: string, parameters: Parameters): string {
  const [froms, tos] = [
    times.map(({ from }) => momentOf(from)),
    times.map(({ to }) => momentOf(to)),
  ];
  return `unnest(${parameters.add(froms, "timestamptz[]")}, ${parameters.add(tos, "timestamptz[]")}) r(begin, "end")
    CROSS JOIN LATERAL (${calls} AND c."startedAt" >= r.begin AND c."startedAt" < r."end")`;
}

type CountRow = { bucket: number; outcome: OutcomeClass; count: number };
type Bounds = { from: Date; to: Date };

function boundsOf(filter: CallFilter, now: Date): Bounds {
  const { from, to } = rangeOf(filter, now);
  const end = to ?? now;
  return { from: from ?? new Date(end.getTime() - spans["30d"] * 60_000), to: end };
}

/** The shortest step, in milliseconds, that does not make too many bars. */
function bucketOf(rangeMs: number): number {
  const fits = steps.find((step) => rangeMs / (step * 1_000) <= mostBuckets - 2);
  return (fits ?? Math.ceil(rangeMs / 1_000 / (mostBuckets - 2))) * 1_000;
}

/** Above this cost, in the planner's units, calls are not counted one by one. */
const dearest = 8_000;

/** Calls that are looked at for an estimate: some percent of error where they are spread over sixty bars. */
const enough = 30_000;
/** Each with its payloads. */
const enoughTexts = 3_000;

/** Null where every call can be counted; otherwise the percentage of the record that is looked at. */
async function shareToCount(
  { scope, filter: { q } }: Search,
  where: string,
  { values }: Parameters,
  range: Bounds,
) {
  const cost = await countCost({
    text: `SELECT c."outcome" FROM "ActivityLog" c WHERE ${where}`,
    values,
  });
  if (cost <= dearest) return null;
  const share = await sharePercent(
    { ...range, projectId: scope.projectId },
    q ? enoughTexts : enough,
  );
  return share >= 100 ? null : share;
}

type Shape = Bounds & { bucketMs: number; factor: number };

function toBuckets(rows: readonly CountRow[], { from, to, bucketMs, factor }: Shape): Bucket[] {
  const first = Math.floor(from.getTime() / bucketMs);
  const last = Math.max(first, Math.ceil(to.getTime() / bucketMs) - 1);
  const counts = new Map(rows.map((row) => [`${row.bucket} ${row.outcome}`, row.count]));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const of = (one: OutcomeClass) =>
      Math.round((counts.get(`${first + index} ${one}`) ?? 0) * factor);
    const [ok, toolError, denied, failed] = outcomeClasses;
    const by = { ok: of(ok), tool_error: of(toolError), denied: of(denied), failed: of(failed) };
    return { at: new Date((first + index) * bucketMs), ...by };
  });
}

function iso(at: Date): string {
  return at.toISOString();
}
