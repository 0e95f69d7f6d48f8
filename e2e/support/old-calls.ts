// Calls of months that lie behind, which no browser can make.
import { newId } from "@/server/core/ids";
import { inDatabase } from "./database";

/** So many calls with their payloads, in the middle of a month written as `2026-08`; their ids. */
export async function addOldCalls(
  project: string,
  month: string,
  count: number,
): Promise<string[]> {
  const begin = Date.parse(`${month}-15T12:00:00Z`);
  // An id carries its time, by which a call is found.
  const ids = Array.from({ length: count }, (_, index) => newId(begin + index));
  await inDatabase(async (client) => {
    const { rows } = await client.query(`SELECT id FROM "Project" WHERE slug = $1`, [project]);
    const [id, at] = [rows[0]?.id, `${month}-15T12:00:00Z`];
    await client.query("SELECT activity_ensure_leaves($1, $2, $2)", [id, at.slice(0, 10)]);
    await client.query(
      `INSERT INTO "ActivityLog" (id, "startedAt", "projectId", "endpointId", "endpointName", method, "toolName",
         "userName", "clientName", era, "requestBytes", "requestId", writer, seq, decision, outcome, "durationMs",
         "responseBytes", "finishedAt")
       SELECT called.id, $1::timestamptz + n * interval '1 ms', $2::uuid, $2::uuid, 'Support', 'tools/call', 'echo',
         'Ana Adler', 'Claude', 'E25', 2, 'r', $2::uuid, n, 'allowed', 'ok', 12, 2, $1 FROM unnest($3::uuid[]) WITH ORDINALITY called(id, n)`,
      [at, id, ids],
    );
    await client.query(
      `INSERT INTO "ActivityPayload" ("projectId", "callId", "startedAt", side, body, bytes)
       SELECT "projectId", id, "startedAt", 'request', '{"text":"hello"}', 16 FROM "ActivityLog"
       WHERE "projectId" = $1 AND "startedAt" >= $2::timestamptz AND "startedAt" < $2::timestamptz + interval '1 minute'`,
      [id, at],
    );
  });
  return ids;
}

/** As an hourly round does for payloads whose time is over: the table of that month goes. */
export async function dropOldPayloads(project: string, month: string): Promise<void> {
  await inDatabase(async (client) => {
    const { rows } = await client.query(
      `SELECT 'ActivityPayload_' || $1 || '_' || replace(id::text, '-', '') AS leaf FROM "Project" WHERE slug = $2`,
      [month.replace("-", ""), project],
    );
    await client.query(`DROP TABLE IF EXISTS "${rows[0]?.leaf}"`);
  });
}
