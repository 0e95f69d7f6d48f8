// Calls as the database answers them: what is read of one, in which order, and which of them.
import {
  begunConditions,
  endedConditions,
  type Parameters,
  type Scope,
} from "@/server/activity/filter";
import { momentOf } from "@/server/activity/moments";
import type { CallFilter, Redaction } from "@/server/activity/schema";

/** A call as the database answers it; `at` is its start with microseconds. */
export type CallRow = {
  id: string;
  outcome: string;
  endpointName: string;
  serverName: string | null;
  method: string;
  toolName: string | null;
  userName: string | null;
  clientName: string | null;
  durationMs: number | null;
  attempts: number;
  redacted: number | null;
  at: string;
} & Partial<CallFacts>;

/** What is read only when a search asks for it, of calls that ended. */
type CallFacts = {
  decision: string;
  decisionReason: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  redactions: Redaction[] | null;
  /** Of request and response, before they were cut. */
  bytes: number;
};

export type Position = readonly [at: string, id: string];

export type Search = {
  scope: Scope;
  filter: CallFilter;
  now: Date;
  mayReadPayload: boolean;
  /** `facts`: also why it ended so; `whole`: also where what was taken out. */
  columns?: "listed" | "facts" | "whole";
};

/** `stoppedAt`: how far texts were looked through when the time was up; null when nothing was left out. */
export type Found = { rows: CallRow[]; stoppedAt: Position | null };

// Microseconds as text: a JavaScript date would round them off, and a page would begin with a row twice or never.
export function momentSql(value: string): string {
  return `to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

export const instant = momentSql('c."startedAt"');
export const columns = `c."id", ${instant} AS at, c."endpointName", c."serverName", c."method", c."toolName",
  c."userName", c."clientName", CASE WHEN c."redactions" = '[]'::jsonb THEN 0
    WHEN c."redactions" IS NOT NULL THEN (SELECT coalesce(sum((r ->> 'count')::int), 0)::int FROM jsonb_array_elements(c."redactions") r) END AS redacted`;
const facts = `c."decision", c."decisionReason", c."errorCode", c."errorMessage"`;
const whole = `c."redactions", c."requestBytes"::float8 + c."responseBytes" AS bytes`;
export const newestFirst = `ORDER BY c."startedAt" DESC, c."id" DESC`;

export function endedColumns(search: Search): string {
  const ended = `${columns}, c."outcome", c."durationMs", c."attempts"`;
  if (search.columns === "facts") return `${ended}, ${facts}`;
  return search.columns === "whole" ? `${ended}, ${facts}, ${whole}` : ended;
}

/** Conditions that indexes answer, of calls after a position. */
export function indexed(
  { scope, filter, now }: Search,
  position: Position,
  parameters: Parameters,
): string {
  const conditions = [
    ...begunConditions(scope, filter, now, parameters),
    ...endedConditions(filter, parameters),
    beyond("<", position, parameters),
  ];
  return conditions.join(" AND ");
}

/**
 * Calls on one side of a position. Not by comparing pairs: beside another bound of the time PostgreSQL then begins at the
 * pair, however far away the other is, and reads the index from there.
 */
export function beyond(sign: "<" | ">", [at, id]: Position, parameters: Parameters): string {
  const [moment, name] = [parameters.add(at, "timestamptz"), parameters.add(id, "uuid")];
  return `c."startedAt" ${sign}= ${moment} AND (c."startedAt" ${sign} ${moment} OR c."id" ${sign} ${name})`;
}

/** Before every call of a moment. */
export const leastId = "00000000-0000-0000-0000-000000000000";

/** Before everything of this moment. */
export function positionBefore(micros: number): Position {
  return [momentOf(micros), leastId];
}

/** Whether a search stopped there because its time was up, not at a call. */
export function isOnTheWay([, id]: Position): boolean {
  return id === leastId;
}
