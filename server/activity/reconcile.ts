import { env } from "@/server/infra/env";
import { pool } from "@/server/infra/pg";

// A start without an outcome, older than any call can last, means that a process died in between. Its outcome is
// appended as `unknown`; nothing is ever updated (security §4.6, T87).

/** Beyond the longest call, for its rows to be written. */
const graceMs = 60_000;
const dayMs = 86_400_000;

const facts =
  `id "startedAt" "projectId" "endpointId" "endpointName" "serverId" "serverName" method "toolName"
  "upstreamTool" "userId" "userName" "clientId" "clientName" "grantId" "sessionId" era "requestBytes" "requestId"
  writer seq redactions`.split(/\s+/);

const append = `INSERT INTO "ActivityLog"
  (${facts.join()}, decision, outcome, "errorCode", "errorMessage", "durationMs", "responseBytes", "finishedAt")
SELECT ${facts.map((name) => `s.${name}`).join()}, 'allowed', 'unknown', 'unknown', $3, 0, 0, now()
FROM "ActivityStart" s
WHERE s."startedAt" >= $1 AND s."startedAt" < $2
AND NOT EXISTS (SELECT 1 FROM "ActivityLog" l WHERE l."projectId" = s."projectId" AND l."startedAt" = s."startedAt" AND l.id = s.id)
ON CONFLICT DO NOTHING`;

const sentence =
  "Gatehouse stopped before it heard how this call ended. The server may have executed it.";

/**
 * Gives every orphan that started at or after `since` an outcome, a day at a time; null begins with the oldest. Returns
 * how many, and until when there are none left: pass that next time.
 */
export async function reconcile(since: Date | null): Promise<{ count: number; until: Date }> {
  const bounds = await pool().query<{ oldest: Date | null; until: Date }>(
    `SELECT min("startedAt") AS oldest, now() - make_interval(secs => $1) AS until FROM "ActivityStart"`,
    [(env().UPSTREAM_TOTAL_MS + graceMs) / 1000],
  );
  const { oldest = null, until = new Date(0) } = bounds.rows[0] ?? {};
  let count = 0;
  let from = since ?? oldest ?? until;
  while (from < until) {
    const to = new Date(Math.min(from.getTime() + dayMs, until.getTime()));
    const { rowCount } = await pool().query(append, [from, to, sentence]);
    count += rowCount ?? 0;
    from = to;
  }
  return { count, until };
}
