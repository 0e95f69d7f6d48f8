// In: why a request goes no further. Out: its answer. Promises the status codes of the contract (security §1) and texts
// that tell nothing of what is inside.
import { errorTable, toAppError } from "@/server/core/errors";
import type { Reply } from "@/server/gateway/inbound";
import { log } from "@/server/infra/log";

export const json = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

export type RefusalOptions = {
  /** Raw JSON id of the request; null = could not be read; undefined = an answer to no message. */
  id?: string | null | undefined;
  data?: Record<string, unknown>;
  headers?: Record<string, string>;
  close?: true;
  /** How the record calls it, where status and code do not tell. */
  reason?: string;
  /** It has its row; every other refusal is counted by the corridor. */
  recorded?: true;
};

/** Thrown by any room; the corridor answers it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    /** JSON-RPC code. */
    readonly code: number,
    message: string,
    readonly options: RefusalOptions = {},
  ) {
    super(message);
    this.name = "Refusal";
  }

  /** The same, once it has its row. */
  asRecorded(): Refusal {
    return new Refusal(this.status, this.code, this.message, { ...this.options, recorded: true });
  }
}

/** The JSON-RPC error message, with the request's id as it was sent. */
function errorMessage(
  id: string | null | undefined,
  code: number,
  message: string,
  data?: Record<string, unknown>,
): string {
  const error = JSON.stringify({ code, message, ...(data ? { data } : {}) });
  return id === undefined
    ? `{"jsonrpc":"2.0","error":${error}}`
    : `{"jsonrpc":"2.0","id":${id},"error":${error}}`;
}

/** The answer to a refusal, or to anything else that was thrown; the unknown is logged and told by its request id alone. */
export function replyTo(error: unknown, requestId: string, id: string | null | undefined): Reply {
  const refusal = error instanceof Refusal ? error : fromAny(error, requestId);
  const { status, code, message, options } = refusal;
  const shown = "id" in options ? options.id : id;
  return {
    status,
    headers: { ...json, "x-request-id": requestId, ...options.headers },
    body: errorMessage(shown, code, message, options.data),
    ...(options.close ? { close: true } : {}),
  };
}

function fromAny(error: unknown, requestId: string): Refusal {
  const known = toAppError(error);
  if (known.code === "internal")
    log().error({ err: known.cause ?? known, requestId }, "a request failed");
  const { http, jsonRpc } = errorTable[known.code];
  // Without its database Gatehouse cannot record, and so does not serve: one reason for both.
  const reason = known.code === "unavailable" ? { reason: "audit_unavailable" } : {};
  const data = { requestId, ...reason, ...known.details };
  const headers = known.retryAfter === null ? {} : { "retry-after": String(known.retryAfter) };
  return new Refusal(http, jsonRpc, known.message, { data, headers });
}
