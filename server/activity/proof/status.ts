import type { CheckpointBody } from "@/server/activity/proof/checkpoint-row";
import { pool } from "@/server/infra/pg";

export type RecordStatus = {
  /** Whether the role that serves can do nothing to the record but add to it. */
  appendOnly: boolean;
  checkpoints: number;
  /** When the last one was made; null while there is none. */
  lastAt: Date | null;
};

type Row = { changes: boolean; number: string | null; body: string | null };

const text = `SELECT
    has_table_privilege('"ActivityLog"', 'UPDATE') OR has_table_privilege('"ActivityLog"', 'DELETE')
      OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = '"ActivityLog"'::regclass), 'USAGE') AS changes,
    last.number, last.body
  FROM (SELECT 1) one LEFT JOIN LATERAL
    (SELECT number, body FROM "ActivityCheckpoint" ORDER BY number DESC LIMIT 1) last ON true`;

/** How the record of calls is protected; nothing is verified. */
export async function getRecordStatus(): Promise<RecordStatus> {
  const { rows } = await pool().query<Row>(text);
  const { changes = true, number = null, body = null } = rows[0] ?? {};
  const last: CheckpointBody | null = body === null ? null : JSON.parse(body);
  return {
    appendOnly: !changes,
    checkpoints: Number(number ?? 0),
    lastAt: last && new Date(last.at),
  };
}
