import type pg from "pg";
import type { Unproved } from "@/server/activity/proof/checkpoint-row";

const month = `to_char("startedAt" AT TIME ZONE 'UTC', 'YYYYMM')`;
const counted = (
  table: string,
) => `SELECT '${table}' AS "table", "projectId", ${month} AS month, writer,
  count(*)::int AS rows FROM "${table}" GROUP BY 2, 3, 4`;

/** All rows there are, counted by writer: a key that begins now covers none of them. */
export async function countUnproved(client: Pick<pg.ClientBase, "query">): Promise<Unproved[]> {
  const { rows } = await client.query<Unproved>(
    `${counted("ActivityStart")} UNION ALL ${counted("ActivityLog")} ORDER BY 1, 2, 3, 4`,
  );
  return rows;
}
