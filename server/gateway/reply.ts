// In: a concluded call. Out: the JSON-RPC message for its client. Promises the request's id as it was sent and the
// server's result byte for byte, but for what the two eras call differently.
import type { Concluded } from "@/server/gateway/conclude";
import type { Reply } from "@/server/gateway/inbound";
import { json } from "@/server/gateway/refusal";
import { resultFor } from "@/server/gateway/result";
import { legacyResult } from "@/server/gateway/structured";
import { upstreamEraFor } from "@/server/gateway/upstream-era";

/** Last room of a call. */
export function messageFor({ action, answer, era, target }: Concluded): string {
  if (answer.kind === "error") return `{"jsonrpc":"2.0","id":${action.id},"error":${answer.raw}}`;
  const isBridged = era.kind === "E25" && upstreamEraFor(target.server, era) === "E26";
  const raw = isBridged ? legacyResult(answer.raw) : answer.raw;
  return resultMessage(action.id, resultFor(era, raw));
}

/** 200, but for a capability the client did not declare: 2026-07-28 wants 400 for it. */
export function statusFor({ era, answer, ending }: Concluded): number {
  const isMissing = answer.kind === "error" && ending.errorCode === "-32021";
  return isMissing && era.kind === "E26" ? 400 : 200;
}

/** A response, its result given as raw JSON. */
export function resultMessage(id: string, result: string): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${result}}`;
}

/** 200 with a JSON text. */
export function jsonReply(body: string, headers: Record<string, string> = {}): Reply {
  return { status: 200, headers: { ...json, ...headers }, body };
}

/** A status without a body. */
export function emptyReply(status: number): Reply {
  return { status, headers: { "cache-control": "no-store" }, body: null };
}
