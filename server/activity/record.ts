import { lane, type Rows } from "@/server/activity/lane";
import { payloadHashOf, type RowKind } from "@/server/activity/proof/link";
import { callText, type Ending, logText, startText } from "@/server/activity/proof/row-text";
import type { Redaction } from "@/server/activity/schema";
import { AppError } from "@/server/core/errors";
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

/** A call whose start row is durable: the only thing an outcome can be recorded for. `text` is what its rows begin with. */
export type RecordedCall = { readonly call: Call; readonly text: string };

/** Makes the intent durable, with the request. Throws `unavailable`; the upstream must not be contacted then. */
export async function recordStart(
  call: Call,
  request: string,
  redactions: Redactions = null,
): Promise<RecordedCall> {
  const text = textOf(call);
  const payload = payloadOf(call, "request", request);
  await lane().append(rowsOf("start", call, startText(text, redactions), payload));
  return { call, text };
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
  const { call, text } = started;
  const ending = endingOf("allowed", null, outcome);
  const payload = payloadOf(call, "response", response);
  await lane()
    .append(rowsOf("log", call, logText(text, ending, redactions), payload))
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
  const ending = endingOf("denied", reason, {
    outcome: "denied",
    errorCode: reason,
    errorMessage: message,
    durationMs: Math.max(0, Date.now() - call.startedAt.getTime()),
    upstreamMs: null,
    responseBytes: 0,
  });
  const payload = payloadOf(call, "request", request);
  return lane().append(rowsOf("log", call, logText(textOf(call), ending, redactions), payload));
}

/** The other names come from the database, which would not have taken what it does not take. */
function textOf(call: Call): string {
  return callText({ ...call, toolName: clean(call.toolName) });
}

type Ended = Omit<Outcome, "outcome"> & { outcome: string };

/** How a call ended, now. */
export function endingOf(decision: string, decisionReason: string | null, ended: Ended): Ending {
  const errorMessage = clean(ended.errorMessage);
  return { ...ended, errorMessage, decision, decisionReason, attempts: 1, finishedAt: new Date() };
}

type Payload = { text: string; hash: string };

function rowsOf(kind: RowKind, call: Call, text: string, payload: Payload): Rows {
  const { projectId, startedAt } = call;
  const row = { kind, projectId, startedAt, text, payloadHash: payload.hash };
  return { row, payload: payload.text };
}

function payloadOf(call: Call, side: "request" | "response", whole: string): Payload {
  const bytes = Buffer.byteLength(whole);
  const body = cutTo(whole, bytes, env().LIMIT_PAYLOAD_BYTES);
  const cut = body.length < whole.length;
  // Written by hand, as it happens twice a call: only the body can hold anything that needs escaping.
  const at = `"callId":"${call.id}","startedAt":"${call.startedAt.toISOString()}","side":"${side}"`;
  const text = `{"projectId":"${call.projectId}",${at},"body":${JSON.stringify(body)},"bytes":${bytes},"cut":${cut}}`;
  return { text, hash: payloadHashOf({ side, bytes, cut, body }) };
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
