import { pool } from "@/server/infra/pg";
import { beginOfMonth, endOfMonth } from "@/server/retention/due";
import { type Kind, toLeaf } from "@/server/retention/leaves";

/** What the record holds of one project in one month, from what the database keeps about its tables. */
export type MonthSize = {
  month: string;
  calls: number;
  /** Large months are not counted; some percent of error. */
  isEstimate: boolean;
  /** With indexes; without payloads. */
  bytes: number;
  payloadBytes: number;
  hasCalls: boolean;
  hasPayloads: boolean;
};

type Row = { name: string; bytes: number; heap: number; estimate: number };

// By name, of the months there are: a project has one table for each.
const sizes = `SELECT c.relname AS name, coalesce(pg_total_relation_size(c.oid), 0)::float8 AS bytes,
    coalesce(pg_relation_size(c.oid), 0)::float8 AS heap, CASE WHEN c.reltuples >= 0 AND c.relpages > 0 THEN c.reltuples / c.relpages
      * coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::int ELSE -1 END::float8 AS estimate
  FROM pg_inherits i JOIN pg_class m ON m.oid = i.inhrelid
  JOIN pg_class c ON c.relname = m.relname || '_' || $1 AND c.relnamespace = m.relnamespace
  JOIN pg_inherits l ON l.inhrelid = c.oid AND NOT l.inhdetachpending
  WHERE i.inhparent IN ('"ActivityStart"'::regclass, '"ActivityLog"'::regclass, '"ActivityPayload"'::regclass)`;

/** Oldest first; months in which nothing happened are left out. */
export async function monthSizes(projectId: string): Promise<MonthSize[]> {
  const filled = await findMonths(projectId);
  const counts = await countSmall(
    projectId,
    filled.filter(isSmall).map(({ month }) => month),
  );
  return filled.map(({ heap: _heap, estimate, ...month }) => ({
    ...month,
    calls: counts.get(month.month) ?? Math.round(estimate),
    isEstimate: !counts.has(month.month),
  }));
}

/** The same without looking at a single call. */
export async function findMonths(projectId: string): Promise<Sum[]> {
  const { rows } = await pool().query<Row>(sizes, [projectId.replaceAll("-", "")]);
  const parts = rows.flatMap(toPart);
  const months = [...new Set(parts.map(({ month }) => month))].map((month) =>
    toMonth(
      month,
      parts.filter((part) => part.month === month),
    ),
  );
  return months.filter(({ heap }) => heap > 0).sort((a, b) => (a.month < b.month ? -1 : 1));
}

type Part = Row & { kind: Kind; month: string };
type Sum = Omit<MonthSize, "calls" | "isEstimate"> & { heap: number; estimate: number };

function toPart(row: Row): Part[] {
  const leaf = toLeaf(row.name, "attached");
  return leaf ? [{ ...row, kind: leaf.kind, month: leaf.month }] : [];
}

function toMonth(month: string, parts: readonly Part[]): Sum {
  const of = (kind: Kind) => parts.find((part) => part.kind === kind);
  const [calls, payloads] = [of("calls"), of("payloads")];
  return {
    month,
    estimate: calls?.estimate ?? 0,
    heap: parts.reduce((sum, { heap }) => sum + heap, 0),
    bytes: (calls?.bytes ?? 0) + (of("starts")?.bytes ?? 0),
    payloadBytes: payloads?.bytes ?? 0,
    hasCalls: calls !== undefined,
    hasPayloads: payloads !== undefined,
  };
}

const small = 1 << 20;

/** Cheap to count, or never looked at by the database, which then knows nothing of it. */
function isSmall({ heap, estimate }: Sum): boolean {
  return heap <= small || estimate < 0;
}

/** Through the table as a whole: a leaf by itself is none of the application's business. */
async function countSmall(projectId: string, months: string[]): Promise<Map<string, number>> {
  const { rows } = await pool().query<{ month: string; calls: number }>(
    `SELECT m.month, (SELECT count(*) FROM "ActivityLog" c WHERE c."projectId" = $1
       AND c."startedAt" >= m.begins AND c."startedAt" < m.ends)::float8 AS calls
     FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) AS m(month, begins, ends)`,
    [projectId, months, months.map(beginOfMonth), months.map(endOfMonth)],
  );
  return new Map(rows.map(({ month, calls }) => [month, calls]));
}
