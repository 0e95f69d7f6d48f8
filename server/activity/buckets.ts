import { type OutcomeClass, outcomeClasses } from "@/server/activity/schema";

/** Calls of each class of outcome in a stretch of time. */
export type Bucket = { at: Date } & Record<OutcomeClass, number>;

export type Bounds = { from: Date; to: Date };

/** One count as the database answers it; buckets are numbered from the epoch. */
export type BucketCount = { bucket: number; outcome: OutcomeClass; count: number };

/** Of a row `c`: its class of outcome. */
export const classSql = `CASE WHEN c."outcome" IN ('ok', 'tool_error', 'denied') THEN c."outcome" ELSE 'failed' END`;

/** Of a row `c`: the number of its bucket, `step` seconds long. */
export function bucketSql(step: string): string {
  return `floor(extract(epoch FROM c."startedAt") / ${step})::float8`;
}

const steps = [1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];
const mostBuckets = 62;

/** The shortest step, in milliseconds, that does not make too many bars. */
export function bucketLength(rangeMs: number): number {
  const fits = steps.find((step) => rangeMs / (step * 1_000) <= mostBuckets - 2);
  return (fits ?? Math.ceil(rangeMs / 1_000 / (mostBuckets - 2))) * 1_000;
}

/** Of equal length, oldest first, none left out. */
export function toBuckets(
  rows: readonly BucketCount[],
  { from, to }: Bounds,
  bucketMs: number,
): Bucket[] {
  const first = Math.floor(from.getTime() / bucketMs);
  const last = Math.max(first, Math.ceil(to.getTime() / bucketMs) - 1);
  const counts = new Map(rows.map((row) => [`${row.bucket} ${row.outcome}`, row.count]));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const of = (one: OutcomeClass) => Math.round(counts.get(`${first + index} ${one}`) ?? 0);
    return { at: new Date((first + index) * bucketMs), ...eachClass(of) };
  });
}

export function eachClass<T>(of: (outcome: OutcomeClass) => T): Record<OutcomeClass, T> {
  const [ok, toolError, denied, failed] = outcomeClasses;
  return { ok: of(ok), tool_error: of(toolError), denied: of(denied), failed: of(failed) };
}
