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
    WHERE l."projectId" = s."projectId" AND l."startedAt" = s."startedAt" AND l.id = s.id
      AND l."startedAt" >= $1 AND l."startedAt" < $2)
  ORDER BY s."startedAt" LIMIT ${pageSize}`;

const sentence =
  "Gatehouse stopped before it heard how this call ended. The server may have executed it.";

const lock = `SELECT pg_try_advisory_xact_lock(hashtext('gatehouse.activity.reconcile')) AS mine`;

/** How much time is swept at once; the next step is as long as takes about a second. */
const step = { firstMs: 3_600_000, leastMs: 60_000, mostMs: dayMs, aimMs: 1_000 };
const fastestGrowth = 4;

/**
 * Gives every orphan an outcome, from `overlapMs` before the moment that any process has come to until the longest call
 * would be over; at first from the oldest month on. Returns how many; null when another process is at it.
 */
export async function reconcile(overlapMs: number): Promise<number | null> {
  const reached = await readReached();
  let from = reached ? new Date(reached.getTime() - overlapMs) : await oldestMonth();
  let [count, length] = [0, step.firstMs];
  while (from) {
    const begun = performance.now();
    const swept = await sweep(from, length);
    if (!swept) return null;
    count += swept.count;
    from = swept.next;
    const growth = step.aimMs / Math.max(1, performance.now() - begun);
    const fitting = length * Math.min(growth, fastestGrowth);
    length = Math.max(step.leastMs, Math.min(fitting, step.mostMs));
  }
  return count;
}

const setting = "activity_reconciled";

/** Until when there are no orphans; null when nobody has looked yet. */
async function readReached(): Promise<Date | null> {
  const { rows } = await pool().query<{ at: Date }>(
    `SELECT ("value" #>> '{}')::timestamptz AS at FROM "InstanceSetting" WHERE "key" = '${setting}'`,
  );
  return rows[0]?.at ?? null;
}

/** Where to go on; null when it is done. */
type Swept = { count: number; next: Date | null };

/** One stretch of time, as no other process; null when one is at it. */
async function sweep(from: Date, lengthMs: number): Promise<Swept | null> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ mine: boolean }>(lock);
    const swept = rows[0]?.mine ? await closeAll(client, from, lengthMs) : null;
    await client.query("COMMIT");
    client.release();
    return swept;
  } catch (error) {
    // A connection in an unknown state is not given back.
    client.release(true);
    throw error;
  }
}

async function closeAll(client: pg.PoolClient, from: Date, lengthMs: number): Promise<Swept> {
  const bounds = await client.query<{ until: Date }>(
    `SELECT now() - make_interval(secs => $1) AS until`,
    [(env().UPSTREAM_TOTAL_MS + graceMs) / 1000],
  );
  const { until = from } = bounds.rows[0] ?? {};
  if (from >= until) return { count: 0, next: null };
  const to = new Date(Math.min(from.getTime() + lengthMs, until.getTime()));
  let count = 0;
  for (let isAll = false; !isAll; ) {
    const { rows } = await client.query<StartRow>(orphans, [from, to]);
    const closed = await Promise.all(rows.map(close));
    count += closed.filter(Boolean).length;
    isAll = rows.length < pageSize;
  }
  await client.query(
    `INSERT INTO "InstanceSetting" ("key", "value", "updatedAt") VALUES ($1, to_jsonb($2::text), now())
     ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value", "updatedAt" = EXCLUDED."updatedAt"`,
    [setting, to.toISOString()],
  );
  return { count, next: to < until ? to : null };
}

/** The begin of the oldest month that has a leaf; its name tells, and no row has to be read. */
async function oldestMonth(): Promise<Date | null> {
  const { rows } = await pool().query<{ at: Date | null }>(
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
