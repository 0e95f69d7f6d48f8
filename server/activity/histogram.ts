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
import {
  begunConditions,
  endedConditions,
  Parameters,
  rangeOf,
  textConditions,
} from "@/server/activity/filter";
import { scopeOf } from "@/server/activity/queries";
import { type CallFilter, spans } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";
import { weighed } from "@/server/activity/weighed";

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
  const scope = await scopeOf(ctx);
  const bounded = { ...filter, from: from.toISOString(), to: to.toISOString() };
  const parameters = new Parameters();
  const mayReadPayload = ctx.access.can("activity.readPayload");
  const where = [
    ...begunConditions(scope, bounded, ctx.now, parameters),
    ...endedConditions(bounded, parameters),
    ...textConditions(bounded, "ended", mayReadPayload, parameters),
  ].join(" AND ");
  const place = { projectId: scope.projectId, from, to, mostRows: 200_000 };
  const { sql, estimatedBy } = await weighed(
    `c."startedAt", c."outcome"`,
    where,
    place,
    parameters,
  );
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

function boundsOf(filter: CallFilter, now: Date): Bounds {
  const { from, to } = rangeOf(filter, now);
  const end = to ?? now;
  return { from: from ?? new Date(end.getTime() - spans["30d"] * 60_000), to: end };
}
