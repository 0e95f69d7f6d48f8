import type pg from "pg";
import type { Findings } from "@/server/activity/proof/finding";
import type { Place } from "@/server/activity/proof/link";
import { boundsOf } from "@/server/activity/proof/verify-place";

const range = (row: string) => `${row}."projectId" = $1 AND ${row}."startedAt" >= $2::timestamptz
  AND ${row}."startedAt" < $3::timestamptz`;

const rowsIn = (table: string) =>
  `SELECT '${table}' AS "table", r."projectId", r."startedAt", r.id, r."payloadHash", r.mac FROM "${table}" r WHERE ${range("r")}`;
const rows = `(${rowsIn("ActivityStart")} UNION ALL ${rowsIn("ActivityLog")})`;

const payloads = `(SELECT p."projectId", p."startedAt", p."callId", p.side,
    sha256(convert_to(p.side || '|' || p.bytes || '|' || p.cut || '|' || p.body, 'UTF8')) AS hash
  FROM "ActivityPayload" p WHERE ${range("p")})`;

const same = `p."projectId" = r."projectId" AND p."startedAt" = r."startedAt" AND p."callId" = r.id`;

type Lost = { table: "ActivityStart" | "ActivityLog"; id: string; at: string; others: number };

// A row names the hash of what was written with it; the side is a part of what is hashed.
const lost = `SELECT r."table", r.id, r."startedAt"::text AS at,
    (SELECT count(*)::int FROM ${payloads} p WHERE ${same}) AS others
  FROM ${rows} r LEFT JOIN ${payloads} p ON ${same} AND p.hash = r."payloadHash"
  WHERE r."payloadHash" IS NOT NULL AND p."callId" IS NULL ORDER BY r."startedAt", r.id`;

// Rows from before there were chains name no hash.
const foreign = `SELECT p."callId" AS id, p."startedAt"::text AS at, p.side
  FROM ${payloads} p LEFT JOIN ${rows} r ON ${same} AND r."payloadHash" = p.hash
  WHERE r.id IS NULL AND NOT EXISTS (SELECT 1 FROM ${rows} r WHERE ${same} AND r.mac IS NULL)
  ORDER BY p."startedAt", p."callId"`;

const counted = 1_000;

/** Compares every payload of a project's month with the hash in its row. */
export async function verifyPayloads(
  client: pg.ClientBase,
  place: Place,
  findings: Findings,
): Promise<void> {
  const values = [place.projectId, ...boundsOf(place.month)];
  const missing = await client.query<Lost>(`${lost} LIMIT ${counted}`, values);
  for (const { table, id, at, others } of missing.rows)
    findings.add({
      kind: others > 0 ? "modified" : "removed",
      ...{ place, table: "ActivityPayload", callId: id, at },
      detail: `what the row in ${table} was written with ${others > 0 ? "was changed" : "is missing"}`,
    });
  const added = await client.query<{ id: string; at: string; side: string }>(
    `${foreign} LIMIT ${counted}`,
    values,
  );
  for (const { id, at, side } of added.rows) {
    if (missing.rows.some((row) => row.id === id)) continue;
    const detail = `a ${side} that no row speaks of`;
    findings.add({ kind: "inserted", place, table: "ActivityPayload", callId: id, at, detail });
  }
}
