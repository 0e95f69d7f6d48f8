import type { RowKind } from "@/server/activity/proof/link";
import {
  type CallFacts,
  callText,
  type Ending,
  logText,
  startText,
} from "@/server/activity/proof/row-text";
import type { Redaction } from "@/server/activity/schema";

// Rows as the database gives them back, and what they were when they were written.

/** Microseconds, which a JavaScript date would lose: a change of some of them is a change. */
const instant = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Columns of either table, named `s`. */
const shared = `s.id, ${instant(`s."startedAt"`)} AS "startedAt", s."projectId", s."endpointId", s."endpointName",
  s."serverId", s."serverName", s.method, s."toolName", s."upstreamTool", s."userId", s."userName", s."clientId",
  s."clientName", s."grantId", s."sessionId", s.era, s."requestBytes", s."requestId", s.redactions`;

const proof = `s.writer, s.seq::float8 AS seq, encode(s."payloadHash", 'hex') AS "payloadHash", encode(s.mac, 'hex') AS mac`;

export const startColumns = `${shared}, ${proof}`;

/** Rows of both tables in one answer: a start has not ended. */
export const bothKinds = (
  where: string,
) => `SELECT 'start' AS kind, ${startColumns}, NULL AS decision,
    NULL AS "decisionReason", NULL AS outcome, NULL AS "errorCode", NULL AS "errorMessage", NULL::float8 AS "durationMs",
    NULL::float8 AS "upstreamMs", NULL::int AS "responseBytes", NULL::int AS attempts, NULL AS "finishedAt"
  FROM "ActivityStart" s WHERE ${where}
  UNION ALL SELECT 'log', ${startColumns}, s.decision, s."decisionReason", s.outcome, s."errorCode", s."errorMessage",
    s."durationMs", s."upstreamMs", s."responseBytes", s.attempts, ${instant(`s."finishedAt"`)}
  FROM "ActivityLog" s WHERE ${where}`;

type Proof = { writer: string; seq: number; payloadHash: string | null; mac: string | null };

export type StartRow = CallFacts &
  Proof & { startedAt: string; redactions: readonly Redaction[] | null };
/** Of either table; a start has nothing to say of its ending. */
export type EitherRow = StartRow & Ending & { kind: RowKind; finishedAt: string };

export type Stored = { call: CallFacts; redactions: readonly Redaction[] | null };

export function readStart({ startedAt, redactions, ...row }: StartRow): Stored {
  return { call: { ...row, startedAt: written(startedAt) }, redactions };
}

/** What its mac covers, but for its place. */
export function textOf(row: EitherRow): string {
  const { call, redactions } = readStart(row);
  if (row.kind === "start") return startText(callText(call), redactions);
  const ending = { ...row, finishedAt: written(row.finishedAt) };
  return logText(callText(call), ending, redactions);
}

/** As it was written, in milliseconds; anything finer was not written by us and stays as it is. */
function written(microseconds: string): string {
  return microseconds.replace(/000Z$/, "Z");
}
