import type { CallFacts, Ending } from "@/server/activity/proof/row-text";
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
export const logColumns = `${shared}, ${proof}, s.decision, s."decisionReason", s.outcome, s."errorCode", s."errorMessage",
  s."durationMs", s."upstreamMs", s."responseBytes", s.attempts, ${instant(`s."finishedAt"`)} AS "finishedAt"`;

type Proof = { writer: string; seq: number; payloadHash: string | null; mac: string | null };

export type StartRow = CallFacts &
  Proof & { startedAt: string; redactions: readonly Redaction[] | null };
export type LogRow = StartRow & Ending & { finishedAt: string };

export type Stored = { call: CallFacts; redactions: readonly Redaction[] | null };

export function readStart({ startedAt, redactions, ...row }: StartRow): Stored {
  return { call: { ...row, startedAt: written(startedAt) }, redactions };
}

export function readEnding({ finishedAt, ...row }: LogRow): Ending {
  return { ...row, finishedAt: written(finishedAt) };
}

/** As it was written, in milliseconds; anything finer was not written by us and stays as it is. */
function written(microseconds: string): string {
  return microseconds.replace(/000Z$/, "Z");
}
