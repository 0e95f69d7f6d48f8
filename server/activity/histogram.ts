import type { Ctx } from "@/server/access/access";
import {
  type Bounds,
  type Bucket,
  type BucketCount,
  bucketLength,
  bucketSql,
  classSql,
  toBuckets,
} from "@/server/activity/buckets";
import type { Range } from "@/server/activity/digest/find";
import {
  begunConditions,
  endedConditions,
  Parameters,
  rangeOf,
  textConditions,
} from "@/server/activity/filter";
import { timesOf } from "@/server/activity/histogram-times";
import { isMixed } from "@/server/activity/mixed";
import { momentOf } from "@/server/activity/moments";
import { scopeOf } from "@/server/activity/queries";
import type { Search } from "@/server/activity/rows";
import { type CallFilter, spans } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";
import { type Weighed, weighed } from "@/server/activity/weighed";

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

/** Ended calls that match, over time and by class of outcome. Without a range of its own: the last 30 days. */
export async function histogramOf(ctx: Ctx, filter: CallFilter): Promise<Histogram> {
  const { from, to } = boundsOf(filter, ctx.now);
  const bucketMs = bucketLength(to.getTime() - from.getTime());
  const range = { from: from.toISOString(), to: to.toISOString() };
  const search = {
    ...{ scope: await scopeOf(ctx), filter: { ...filter, ...range }, now: ctx.now },
    mayReadPayload: ctx.access.can("activity.readPayload"),
  };
  const parameters = new Parameters();
  const { sql, estimatedBy } = await callsOf(search, { from, to }, parameters);
  const step = parameters.add(bucketMs / 1_000, "float8");
  const text = `SELECT ${bucketSql(step)} AS bucket, ${classSql} AS outcome, sum(c.weight) AS count
    FROM (${sql}) c GROUP BY 1, 2`;
  const rows = await askRecord<BucketCount>({ text, values: parameters.values });
  const total = Math.round(rows.reduce((sum, { count }) => sum + count, 0));
  return {
    from,
    to,
    buckets: toBuckets(rows, { from, to }, bucketMs),
    bucketMs,
    total,
    estimatedBy,
  };
}

const columns = `c."startedAt", c."outcome"`;

/** The calls to count, or a sample of them; where digests leave few, these. */
async function callsOf(search: Search, bounds: Bounds, parameters: Parameters): Promise<Weighed> {
  const { scope, filter, now } = search;
  const { q, error } = filter;
  const asksDigests = q || error || isMixed(scope, filter);
  const times = asksDigests ? await timesOf(search, bounds.from, bounds.to) : null;
  const where = [
    ...begunConditions(scope, filter, now, parameters),
    ...endedConditions(filter, parameters),
    ...textConditions(search, "ended", bounds, parameters),
  ].join(" AND ");
  if (times) return { sql: within(times, where, parameters), estimatedBy: null };
  // Of a text, each with its payloads.
  const place = { projectId: scope.projectId, ...bounds, mostRows: 200_000 };
  return weighed(columns, where, q ? { ...place, enough: 3_000 } : place, parameters);
}

function within(times: readonly Range[], where: string, parameters: Parameters): string {
  const [froms, tos] = [
    times.map(({ from }) => momentOf(from)),
    times.map(({ to }) => momentOf(to)),
  ];
  // OFFSET keeps the planner from looking through all payloads first and comparing times after that.
  return `SELECT c.* FROM
    unnest(${parameters.add(froms, "timestamptz[]")}, ${parameters.add(tos, "timestamptz[]")}) r(begin, "end")
    CROSS JOIN LATERAL (SELECT ${columns}, c."attempts"::float8 AS weight FROM "ActivityLog" c
      WHERE ${where} AND c."startedAt" >= r.begin AND c."startedAt" < r."end" OFFSET 0) c`;
}

function boundsOf(filter: CallFilter, now: Date): Bounds {
  const { from, to } = rangeOf(filter, now);
  const end = to ?? now;
  return { from: from ?? new Date(end.getTime() - spans["30d"] * 60_000), to: end };
}
