import type { Payloads } from "@/server/activity/export-payloads";
import type { CallRow } from "@/server/activity/rows";
import { toOutcome } from "@/server/activity/schema";
import type { RowWriter } from "@/server/audit/export-file";
import { oneLineJson } from "@/server/audit/visible";

/** A call, and its payloads where they were asked for. */
export type ExportedCall = {
  row: CallRow;
  payloads: Payloads | null;
  /** Retention has removed the payloads; the call stays. */
  isRemoved: boolean;
};

/** How a call is written. Where values were taken out is a part of the payloads, as on the page of a call. */
export function writerOf(payloads: boolean): RowWriter<ExportedCall> {
  return payloads ? withPayloads : plain;
}

const plain: RowWriter<ExportedCall> = {
  columns: [
    ...["id", "time", "outcome", "decision", "reason", "endpoint", "server", "method", "tool"],
    ...["person", "client", "duration ms", "error", "redactions", "attempts"],
  ],
  toCells: ({ row }) => [
    ...[row.id, row.at, toOutcome(row.outcome), row.decision ?? null, row.decisionReason ?? null],
    ...[row.endpointName, row.serverName, row.method, row.toolName, row.userName, row.clientName],
    ...[written(row.durationMs), errorOf(row), written(row.redacted)],
    written(row.attempts ?? 1),
  ],
  toJson: ({ row }) => ({
    id: row.id,
    at: row.at,
    outcome: toOutcome(row.outcome),
    decision: row.decision ?? null,
    reason: row.decisionReason ?? null,
    endpoint: row.endpointName,
    server: row.serverName,
    method: row.method,
    tool: row.toolName,
    person: row.userName,
    client: row.clientName,
    durationMs: row.durationMs,
    error:
      row.errorCode || row.errorMessage ? { code: row.errorCode, message: row.errorMessage } : null,
    redactions: row.redacted,
    attempts: row.attempts ?? 1,
  }),
};

const withPayloads: RowWriter<ExportedCall> = {
  columns: [...plain.columns, "redacted", "request", "response", "payloads removed"],
  toCells: (call) => [
    ...plain.toCells(call),
    call.row.redactions ? oneLineJson(call.row.redactions) : null,
    ...[call.payloads?.request?.body ?? null, call.payloads?.response?.body ?? null],
    call.isRemoved ? "yes" : null,
  ],
  toJson: (call) => ({
    ...plain.toJson(call),
    redacted: call.row.redactions ?? null,
    request: call.payloads?.request ?? null,
    response: call.payloads?.response ?? null,
    payloadsRemoved: call.isRemoved,
  }),
};

function written(number: number | null): string | null {
  return number === null ? null : String(number);
}

function errorOf({ errorCode, errorMessage }: ExportedCall["row"]): string | null {
  return [errorCode, errorMessage].filter(Boolean).join(": ") || null;
}
