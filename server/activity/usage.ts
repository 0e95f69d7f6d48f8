import type { Ctx } from "@/server/access/access";
import {
  type Bucket,
  type BucketCount,
  bucketLength,
  bucketSql,
  classSql,
  eachClass,
  toBuckets,
} from "@/server/activity/buckets";
import { begunConditions, Parameters } from "@/server/activity/filter";
import { scopeOf } from "@/server/activity/queries";
import { type OutcomeClass, spans, type UsageOf } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";
import { weighed } from "@/server/activity/weighed";
import { requireEndpoint } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";

/** Calls of one tool, endpoint, person or client; `wrong` are those that were not answered well. */
type Share = { value: string; label: string; calls: number; wrong: number };

export type Usage = {
  from: Date;
  to: Date;
  buckets: Bucket[];
  bucketMs: number;
  totals: Record<OutcomeClass, number>;
  /** Milliseconds, of calls that were let through; null when there was none. */
  p50: number | null;
  p95: number | null;
  /** How many different ones called; in an estimate, how many were seen. */
  people: number;
  clients: number;
  /** Those with the most calls, at most eight of each. */
  top: Record<"tools" | "endpoints" | "people" | "clients", Share[]>;
  /** The id by which the calls of the endpoint are found; null for a whole project. */
  endpointId: string | null;
  /** Every number was counted in a part of the record and multiplied by this; null = counted one by one. */
  estimatedBy: number | null;
};

/** The calls of tools in a project, or at one endpoint of it: of the endpoints one may see, also those that are gone. */
export async function usageOf(ctx: Ctx, { within, endpoint }: UsageOf): Promise<Usage> {
  const scope = await scopeOf(ctx);
  const endpointId = endpoint
    ? (await requireEndpoint(db(), ctx, "endpoint.read", endpoint)).id
    : null;
  const to = ctx.now;
  const from = new Date(to.getTime() - spans[within] * 60_000);
  const bucketMs = bucketLength(to.getTime() - from.getTime());
  const parameters = new Parameters();
  const range = { from: from.toISOString(), to: to.toISOString() };
  // What clients ask besides would count as calls, and as fast ones.
  const filter = { ...range, endpointId, method: "tools/call" };
  const where = begunConditions(scope, filter, to, parameters).join(" AND ");
  // Each is looked at from seven sides.
  const place = { projectId: scope.projectId, from, to, mostRows: 30_000 };
  const { sql, estimatedBy } = await weighed(columns, where, place, parameters);
  const text = questions(sql, parameters.add(bucketMs / 1_000, "float8"));
  const [row] = await askRecord<Row>({ text, values: parameters.values });
  if (!row) throw new Error("the database gave no row");
  const { buckets: counts, ...figures } = row;
  return {
    ...figures,
    ...{ from, to, bucketMs, endpointId, estimatedBy },
    buckets: toBuckets(counts, { from, to }, bucketMs),
    totals: totalsOf(counts),
  };
}

type Row = Pick<Usage, "p50" | "p95" | "people" | "clients" | "top"> & { buckets: BucketCount[] };

const columns = `c."startedAt", c."outcome", c."decision", c."durationMs", c."toolName", c."endpointId", c."endpointName",
  c."userId", c."userName", c."clientName"`;

/** Everything from one walk over the calls. */
function questions(sql: string, step: string): string {
  return `WITH c AS MATERIALIZED (${sql}),
    bars AS (SELECT ${bucketSql(step)} AS bucket, ${classSql} AS outcome, sum(c.weight) AS count FROM c GROUP BY 1, 2),
    fact AS (SELECT count(DISTINCT c."userId")::int AS people, count(DISTINCT c."clientName")::int AS clients FROM c),
    pace AS (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY c."durationMs") AS p
      FROM c WHERE c."decision" = 'allowed')
    SELECT (SELECT coalesce(json_agg(bars), '[]') FROM bars) AS buckets, fact.*, pace.p[1] AS p50, pace.p[2] AS p95,
      json_build_object('tools', ${topSql("toolName", "toolName")}, 'endpoints', ${topSql("endpointId", "endpointName")},
        'people', ${topSql("userId", "userName")}, 'clients', ${topSql("clientName", "clientName")}) AS top
    FROM fact CROSS JOIN pace`;
}

/** The eight with the most calls, each by the name it had last; names are few, so only they are sorted. */
function topSql(id: string, name: string): string {
  return `(SELECT coalesce(json_agg(t ORDER BY t.calls DESC, t.label), '[]') FROM (
    SELECT n.value::text, (array_agg(n.label ORDER BY n.last DESC))[1] AS label, round(sum(n.calls)) AS calls,
      round(sum(n.wrong)) AS wrong
    FROM (SELECT c."${id}" AS value, c."${name}" AS label, max(c."startedAt") AS last, sum(c.weight) AS calls,
        coalesce(sum(c.weight) FILTER (WHERE c."outcome" <> 'ok'), 0) AS wrong
      FROM c WHERE c."${id}" IS NOT NULL AND c."${name}" IS NOT NULL GROUP BY 1, 2) n
    GROUP BY n.value ORDER BY sum(n.calls) DESC LIMIT 8) t)`;
}

function totalsOf(counts: readonly BucketCount[]): Usage["totals"] {
  return eachClass((outcome) => {
    const own = counts.filter((row) => row.outcome === outcome);
    return Math.round(own.reduce((sum, { count }) => sum + count, 0));
  });
}
