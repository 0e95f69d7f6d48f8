// In: a destination. Out: the chains of its project's record that hold something it has not acknowledged. Promises to
// read a few entries of an index for each chain, and no row that was forwarded before.
import type { Destination } from "@/server/forwarding/destination";
import { forwardingPool } from "@/server/infra/pg";

/** The rows of one writer in one month, in the order of `seq`, and how far the destination has come in them. */
export type Chain = {
  /** The first day of the month. */
  month: string;
  writer: string;
  /** Everything up to here was acknowledged. A bigint, as text. */
  after: string;
  /** The last row that was sent; null for none yet. */
  sent: string | null;
};

/** Beside it, since when its first row waits. */
export type PendingChain = Chain & { since: Date };

/** Below every number a writer gives. */
const beforeAll = "-1";

/** The months with room for calls of the project, oldest first. */
export async function monthsOf(projectId: string): Promise<string[]> {
  const text = "SELECT m::text AS month FROM activity_months($1) m";
  const { rows } = await forwardingPool().query<{ month: string }>(text, [projectId]);
  return rows.map(({ month }) => month);
}

/** One leaf of the record: `$1` a project, `$2` the first day of a month. */
export const leaf = `l."projectId" = $1::uuid AND l."startedAt" >= ($2::date)::timestamp AT TIME ZONE 'UTC'
  AND l."startedAt" < ($2::date + interval '1 month') AT TIME ZONE 'UTC'`;

/** Its writers, one step in the index for each: a scan would read every row (a loose index scan). */
export const writers = `WITH RECURSIVE step AS (
    (SELECT l.writer FROM "ActivityLog" l WHERE ${leaf} ORDER BY l.writer LIMIT 1)
  UNION ALL
    SELECT (SELECT l.writer FROM "ActivityLog" l WHERE ${leaf} AND l.writer > step.writer ORDER BY l.writer LIMIT 1)
    FROM step WHERE step.writer IS NOT NULL
  ), writers AS (SELECT writer FROM step WHERE writer IS NOT NULL)`;

/** By project, month and destination. */
export const pendingSql = `${writers}
  SELECT ($2::date)::text AS month, w.writer, coalesce(c.seq, ${beforeAll})::text AS after, c.sent::text, n."finishedAt" AS since
  FROM writers w
  LEFT JOIN "ForwardingCursor" c ON c."destinationId" = $3 AND c.month = $2::date AND c.writer = w.writer
  CROSS JOIN LATERAL (
    SELECT l."finishedAt" FROM "ActivityLog" l
    WHERE ${leaf} AND l.writer = w.writer AND l.seq > coalesce(c.seq, ${beforeAll}) ORDER BY l.seq LIMIT 1
  ) n`;

/** Those of these months in which something waits; what has waited longest comes first. */
export async function findPending(
  { id, projectId }: Pick<Destination, "id" | "projectId">,
  months: readonly string[],
): Promise<PendingChain[]> {
  const found: PendingChain[] = [];
  for (const month of months) {
    const values = [projectId, month, id];
    const { rows } = await forwardingPool().query<PendingChain>(pendingSql, values);
    found.push(...rows);
  }
  return found.sort((one, other) => one.since.getTime() - other.since.getTime());
}

/** Months that were dropped from the record need no position any more. */
export async function forgetMonths(
  destinationId: string,
  first: string | undefined,
): Promise<void> {
  const text = `DELETE FROM "ForwardingCursor" WHERE "destinationId" = $1 AND month < $2::date`;
  if (first) await forwardingPool().query(text, [destinationId, first]);
}
