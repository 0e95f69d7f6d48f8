import { lane } from "@/server/activity/lane";
import type { Redaction } from "@/server/activity/schema";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";

/** What is known of a call before it is made. Names are copied, so that the row outlives what it names. */
export type Call = {
  id: string;
  startedAt: Date;
  projectId: string;
  endpointId: string;
  endpointName: string;
  serverId: string | null;
  serverName: string | null;
  method: string;
  /** As the client called it, and as the server knows it. */
  toolName: string | null;
  upstreamTool: string | null;
  userId: string;
  userName: string;
  clientId: string;
  clientName: string;
  grantId: string;
  sessionId: string | null;
  era: string;
  requestBytes: number;
  requestId: string;
};

export type Outcome = {
  outcome: "ok" | "tool_error" | "failed" | "cancelled" | "timed_out" | "revoked";
  errorCode: string | null;
  errorMessage: string | null;
  durationMs: number;
  upstreamMs: number | null;
  responseBytes: number;
};

/** What filters took out; null when none is on. */
type Redactions = readonly Redaction[] | null;

/** A call whose start row is durable: the only thing an outcome can be recorded for. */
export type RecordedCall = { readonly call: Call; readonly row: string };

/** Makes the intent durable, with the request. Throws `unavailable`; the upstream must not be contacted then. */
export async function recordStart(
  call: Call,
  request: string,
  redactions: Redactions = null,
): Promise<RecordedCall> {
  const row = rowOf(call);
  const start = redactions ? joined(row, { redactions }) : row;
  await lane().append({ start, payload: payloadOf(call, "request", request) });
  return { call, row };
}

/**
 * Makes the outcome durable, with the response. Throws `unavailable` (reason outcome_unrecorded); the answer must not
 * leave then, and the client must not hear that the call was refused: the server has executed it.
 */
export async function recordOutcome(
  started: RecordedCall,
  outcome: Outcome,
  response: string,
  redactions: Redactions = null,
): Promise<void> {
  const { call, row } = started;
  const facts = { ...outcome, errorMessage: clean(outcome.errorMessage) };
  const rows = {
    log: extended(row, { decision: "allowed", decisionReason: null, ...facts, redactions }),
    payload: payloadOf(call, "response", response),
  };
  await lane()
    .append(rows)
    .catch((cause: unknown) => {
      throw unrecorded(cause);
    });
}

function unrecorded(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "The call was made, but its result could not be recorded and is withheld. It may have had its effect: check before you try again.",
    { cause, details: { reason: "outcome_unrecorded" } },
  );
}

/** Makes a refusal durable: one row, before the answer. Throws `unavailable`. */
export function recordDenied(
  call: Call,
  reason: string,
  message: string,
  request: string,
  redactions: Redactions = null,
): Promise<void> {
  const row = extended(rowOf(call), {
    decision: "denied",
    decisionReason: reason,
    outcome: "denied",
    errorCode: reason,
    errorMessage: clean(message),
    durationMs: Math.max(0, Date.now() - call.startedAt.getTime()),
    upstreamMs: null,
    responseBytes: 0,
    redactions,
  });
  return lane().append({ log: row, payload: payloadOf(call, "request", request) });
}

/** Who writes, and how many rows so far: a gap in the numbers of one writer shows a row that is missing. */
const writer = () => shared("activity.writer", () => ({ id: newId(), seq: 0 }));

function rowOf(call: Call): string {
  const by = writer();
  by.seq++;
  // The other names come from the database, which would not have taken them.
  const toolName = clean(call.toolName);
  return JSON.stringify({ ...call, toolName, writer: by.id, seq: by.seq });
}

/** The start's row with how it ended; both tables share the first columns by name. */
function extended(row: string, facts: Omit<Outcome, "outcome"> & Record<string, unknown>): string {
  return joined(row, { ...facts, attempts: 1, finishedAt: new Date() });
}

function joined(row: string, facts: Record<string, unknown>): string {
  return `${row.slice(0, -1)},${JSON.stringify(facts).slice(1)}`;
}

function payloadOf(call: Call, side: "request" | "response", body: string): string {
  const bytes = Buffer.byteLength(body);
  const kept = cutTo(body, bytes, env().LIMIT_PAYLOAD_BYTES);
  // Written by hand, as it happens twice a call: only the body can hold anything that needs escaping.
  const of = `"projectId":"${call.projectId}","callId":"${call.id}","startedAt":"${call.startedAt.toISOString()}","side":"${side}"`;
  const cut = kept.length < body.length;
  return `{${of},"body":${JSON.stringify(kept)},"bytes":${bytes},"cut":${cut}}`;
}

/** At most `limit` bytes of UTF-8, never half a character. */
function cutTo(body: string, bytes: number, limit: number): string {
  if (bytes <= limit) return body;
  const decoder = new TextDecoder();
  return decoder.decode(Buffer.from(body).subarray(0, limit), { stream: true });
}

/** PostgreSQL's text takes neither NUL nor half a surrogate pair. Bodies hold neither: they were scanned as JSON. */
function clean<T extends string | null>(text: T): T | string {
  return text === null ? text : text.replace(/[\0\p{Surrogate}]/gu, "\uFFFD");
}
