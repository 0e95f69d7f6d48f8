// In: who wants to work on a destination. Out: the right to, for a while. Promises one holder at a time, that a holder who
// dies is followed by another when its lease has ended, and that whoever lost the lease moves no cursor any more.
import type { Batch } from "@/server/forwarding/batch";
import type { Chain } from "@/server/forwarding/chains";
import { type Destination, destinationColumns } from "@/server/forwarding/destination";
import { requestMs } from "@/server/forwarding/send";
import { forwardingPool } from "@/server/infra/pg";

// The clock is the database's: replicas may disagree (security: T102).

/** Seconds: longer than one request can take, and what is written before and after it. */
const leaseSeconds = requestMs / 1_000 + 30;

const isDue = `d."pausedAt" IS NULL AND d."stoppedAt" IS NULL
  AND (d."nextTryAt" IS NULL OR d."nextTryAt" <= now()) AND (d."leaseUntil" IS NULL OR d."leaseUntil" <= now())`;

/** All that may be worked on now: sound ones first, and of those the one that waited longest. */
export async function listDue(): Promise<Destination[]> {
  const text = `SELECT ${destinationColumns} FROM "ForwardingDestination" d JOIN "Project" p ON p.id = d."projectId"
    WHERE ${isDue} ORDER BY d.failures > 0, d."deliveredAt" NULLS FIRST`;
  const { rows } = await forwardingPool().query<Destination>(text);
  return rows;
}

/** Null when another holds it, or it is no longer due. */
export async function claim(id: string, holder: string): Promise<Destination | null> {
  const text = `UPDATE "ForwardingDestination" d
    SET "leaseHolder" = $2, "leaseUntil" = now() + make_interval(secs => $3)
    FROM "Project" p WHERE d.id = $1 AND p.id = d."projectId" AND ${isDue} RETURNING ${destinationColumns}`;
  const { rows } = await forwardingPool().query<Destination>(text, [id, holder, leaseSeconds]);
  return rows[0] ?? null;
}

/** For another request. False when somebody paused, changed or deleted it, or the lease was lost. */
export async function renew({ id, revision }: Destination, holder: string): Promise<boolean> {
  const { rowCount } = await forwardingPool().query(
    `UPDATE "ForwardingDestination" SET "leaseUntil" = now() + make_interval(secs => $4)
     WHERE id = $1 AND "leaseHolder" = $2 AND revision = $3 AND "pausedAt" IS NULL`,
    [id, holder, revision, leaseSeconds],
  );
  return rowCount === 1;
}

export async function release(id: string, holder: string): Promise<void> {
  const text = `UPDATE "ForwardingDestination" SET "leaseHolder" = NULL, "leaseUntil" = NULL
    WHERE id = $1 AND "leaseHolder" = $2`;
  await forwardingPool().query(text, [id, holder]);
}

const acknowledged = `WITH d AS (
    UPDATE "ForwardingDestination" SET "leaseUntil" = now() + make_interval(secs => $13), failures = 0, "failingSince" = NULL, "nextTryAt" = NULL,
      "lastError" = NULL, "lastErrorAt" = NULL,
      "deliveredCalls" = "deliveredCalls" + $4, "deliveredAt" = CASE WHEN $4 > 0 THEN now() ELSE "deliveredAt" END,
      "lastCallId" = coalesce($5, "lastCallId"), "lastCallAt" = coalesce($6, "lastCallAt"),
      "rejectedCalls" = "rejectedCalls" + $7, "rejectedAt" = CASE WHEN $7 > 0 THEN now() ELSE "rejectedAt" END,
      "rejectedReason" = CASE WHEN $7 > 0 THEN $8 ELSE "rejectedReason" END
    WHERE id = $1 AND "leaseHolder" = $2 AND revision = $3 RETURNING id, "pausedAt" IS NULL AS "isOn"
  ), moved AS (INSERT INTO "ForwardingCursor" ("destinationId", month, writer, seq, sent)
    SELECT d.id, m.month, m.writer, m.seq, m.sent
    FROM d, unnest($9::date[], $10::uuid[], $11::bigint[], $12::bigint[]) m(month, writer, seq, sent)
  ON CONFLICT ("destinationId", month, writer) DO UPDATE SET seq = EXCLUDED.seq, sent = EXCLUDED.sent)
  SELECT "isOn" FROM d`;

/**
 * Moves the cursors behind what the receiver acknowledged, in the one transaction that counts it, and renews the lease.
 * When the lease was lost or somebody changed the destination meanwhile, nothing moves, and it will be sent again. False
 * then, and when it was paused: no further request may follow.
 */
export async function acknowledge(
  { id, revision }: Destination,
  holder: string,
  batch: Batch,
  rejected: { rejected: number; reason: string | null },
): Promise<boolean> {
  const { records, last } = batch;
  const { rows } = await forwardingPool().query<{ isOn: boolean }>(acknowledged, [
    ...[id, holder, revision, records.length, last?.id ?? null, last?.startedAt ?? null],
    ...[rejected.rejected, rejected.reason, ...columnsOf(batch.moves), leaseSeconds],
  ]);
  return rows[0]?.isOn ?? false;
}

function columnsOf(moves: readonly Chain[]): (string | null)[][] {
  // One batch may move a chain twice; the last move counts.
  const last = new Map(moves.map((move) => [`${move.month} ${move.writer}`, move]));
  const rows = [...last.values()];
  return [
    rows.map(({ month }) => month),
    rows.map(({ writer }) => writer),
    rows.map(({ after }) => after),
    rows.map(({ sent }) => sent),
  ];
}

export type Failure = { message: string; delayMs: number; stop: boolean };

/** Notes a failure and when to try again; where `stop` is set, a person has to see to it. The cursors stay. */
export async function noteFailure(
  { id, revision }: Destination,
  holder: string,
  { message, delayMs, stop }: Failure,
): Promise<void> {
  await forwardingPool().query(
    `UPDATE "ForwardingDestination" SET failures = failures + 1, "failingSince" = coalesce("failingSince", now()),
       "lastError" = $4, "lastErrorAt" = now(), "nextTryAt" = now() + make_interval(secs => $5),
       "stoppedAt" = CASE WHEN $6 THEN now() END
     WHERE id = $1 AND "leaseHolder" = $2 AND revision = $3`,
    [id, holder, revision, message, delayMs / 1_000, stop],
  );
}

/** The receiver found a request too large: fewer calls in each from now on. */
export async function takeFewer({ id }: Destination, holder: string, rows: number): Promise<void> {
  const text = `UPDATE "ForwardingDestination" SET "batchRows" = $3 WHERE id = $1 AND "leaseHolder" = $2`;
  await forwardingPool().query(text, [id, holder, rows]);
}
