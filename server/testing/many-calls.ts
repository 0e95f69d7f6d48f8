// Many calls at once, of any month, for tests of what is asked of a large record.
import { pool } from "@/server/infra/pg";

/** A column's value as an expression of `n`, the number of a call; those left out are as dull as can be. */
export type Drawn = Partial<
  Record<
    | "at"
    | "tool"
    | "method"
    | "person"
    | "client"
    | "outcome"
    | "ms"
    | "error"
    | "redactions"
    | "said",
    string
  >
>;

const person = (number: string) =>
  `('aaaaaaaa-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

/** Calls 1 to `count` of a project, with starts, outcomes and both payloads. */
export async function addCalls(
  projectId: string,
  endpointId: string,
  count: number,
  drawn: Drawn = {},
): Promise<void> {
  const {
    at = "now() - n * interval '1 second'",
    tool = "'search'",
    outcome = "'ok'",
    ms = "12",
  } = drawn;
  const { method = "'tools/call'", client = "'Claude'" } = drawn;
  const { error = "NULL", redactions = "NULL", said = "''" } = drawn;
  const begun = `id, at, $1, $2, 'Support', NULL::uuid, 'github', ${method}, ${tool}, ${person(drawn.person ?? "1")},
    'Ana Lima', ${client}, '2025', 2, 'r-' || n, $1, n, ${redactions}::jsonb`;
  const columns = `"id", "startedAt", "projectId", "endpointId", "endpointName", "serverId", "serverName", "method", "toolName",
    "userId", "userName", "clientName", "era", "requestBytes", "requestId", "writer", "seq", "redactions"`;
  await pool().query(
    `WITH draw AS MATERIALIZED (SELECT n, ${at} AS at, gen_random_uuid() AS id FROM generate_series(1, $3::int) n),
      starts AS (INSERT INTO "ActivityStart" (${columns}) SELECT ${begun} FROM draw),
      logs AS (INSERT INTO "ActivityLog" (${columns}, "decision", "outcome", "errorMessage", "durationMs", "responseBytes", "finishedAt")
        SELECT ${begun}, 'allowed', ${outcome}, ${error}, ${ms}, 2, at FROM draw)
    INSERT INTO "ActivityPayload" ("projectId", "callId", "startedAt", "side", "body", "bytes")
      SELECT $1, id, at, side, '{"side":"' || side || '","q":"' || ${said} || '"}', 9
      FROM draw, (VALUES ('request'), ('response')) s (side)`,
    [projectId, endpointId, count],
  );
  // As the database does by itself within a minute.
  await pool().query(`ANALYZE "ActivityStart", "ActivityLog", "ActivityPayload"`);
}
