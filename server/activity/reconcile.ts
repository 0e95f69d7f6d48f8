import type pg from "pg";
import { lane } from "@/server/activity/lane";
import { callText, logText } from "@/server/activity/proof/row-text";
import { readStart, type StartRow, startColumns } from "@/server/activity/proof/stored";
import { endingOf } from "@/server/activity/record";
import { env } from "@/server/infra/env";
import { pool } from "@/server/infra/pg";

// A start without an outcome, older than any call can last, means that a process died in between. Its outcome is
// appended as `unknown`; nothing is ever updated (security §4.6, T87).

/** Beyond the longest call, for its rows to be written. */
const graceMs = 60_000;
const dayMs = 86_400_000;
const pageSize = 1_000;

const orphans = `SELECT ${startColumns} FROM "ActivityStart" s
  WHERE s."startedAt" >= $1 AND s."startedAt" < $2
  AND NOT EXISTS (SELECT 1 FROM "ActivityLog" l
    WHERE l."projectId" = s."projectId" AND l."startedAt" = s."startedAt" AND l.id = s.id)
  ORDER BY s."startedAt" LIMIT ${pageSize}`;

const sentence =
  "Gatehouse stopped before it heard how this call ended. The server may have executed it.";

const lock = `SELECT pg_try_advisory_xact_lock(hashtext('gatehouse.activity.reconcile')) AS mine`;

/** How many orphans were given an outcome, and until when there are none left: pass that next time. */
type Reconciled = { count: number; until: Date };

/**
 * Gives every orphan that started at or after `since` an outcome, a day at a time; null begins with the oldest. Null
 * when another process is at it.
 */
export async function reconcile(since: Date | null): Promise<Reconciled | null> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ mine: boolean }>(lock);
    const done = rows[0]?.mine ? await sweep(client, since) : null;
    await client.query("COMMIT");
    client.release();
    return done;
  } catch (error) {
    // A connection in an unknown state is not given back.
    client.release(true);
    throw error;
  }
}

async function sweep(client: pg.PoolClient, since: Date | null): Promise<Reconciled> {
  const bounds = await client.query<{ until: Date }>(
    `SELECT now() - make_interval(secs => $1) AS until`,
    [(env().UPSTREAM_TOTAL_MS + graceMs) / 1000],
  );
  const { until = new Date(0) } = bounds.rows[0] ?? {};
  let count = 0;
  let from = since ?? (await oldestMonth(client)) ?? until;
  while (from < until) {
    const to = new Date(Math.min(from.getTime() + dayMs, until.getTime()));
    const { rows } = await client.query<StartRow>(orphans, [from, to]);
    const closed = await Promise.all(rows.map(close));
    count += closed.filter(Boolean).length;
    if (rows.length < pageSize) from = to;
  }
  return { count, until };
}

/** The begin of the oldest month that has a leaf; its name tells, and no row has to be read. */
async function oldestMonth(client: pg.PoolClient): Promise<Date | null> {
  const { rows } = await client.query<{ at: Date | null }>(
    `SELECT to_date(min(substring(relname FROM '_([0-9]{6})_')), 'YYYYMM')::timestamp AT TIME ZONE 'UTC' AS at
     FROM pg_class WHERE relkind = 'r' AND relname ~ '^ActivityStart_[0-9]{6}_'`,
  );
  return rows[0]?.at ?? null;
}

/** False when its process did so at the last moment. */
async function close(row: StartRow): Promise<boolean> {
  const { call, redactions } = readStart(row);
  const ending = endingOf("allowed", null, {
    outcome: "unknown",
    errorCode: "unknown",
    errorMessage: sentence,
    durationMs: 0,
    upstreamMs: null,
    responseBytes: 0,
  });
  const text = logText(callText(call), ending, redactions);
  const { projectId } = call;
  const startedAt = new Date(call.startedAt);
  try {
    await lane().append({
      row: { kind: "log", projectId, startedAt, text, payloadHash: null },
    });
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** SQLSTATE 23505: there is an outcome already. */
function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause && cause.code === "23505";
}
