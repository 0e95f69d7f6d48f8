// In: why a call brought no answer. Out: the result that says so to a model, and how the record calls it. Promises the
// reasons of the contract (security §1) and never a host, an address or words of the server.
import type { Outcome } from "@/server/activity/record";
import type { AppError, ErrorCode } from "@/server/core/errors";
import { askToConnect, remedyFor } from "@/server/gateway/connect-first";
import type { Started } from "@/server/gateway/start";
import type { UpstreamAnswer } from "@/server/upstream/target";

/** How the record calls the end of a call. */
export type Ending = Pick<Outcome, "outcome" | "errorCode" | "errorMessage">;

type Failed = { answer: UpstreamAnswer; ending: Ending };

/** Why we end a call ourselves. */
export type Stop = "cancelled" | "revoked";

type Reason =
  | "upstream_unreachable"
  | "upstream_timeout"
  | "upstream_invalid"
  | "upstream_too_large"
  | "connection_required"
  | "filter_failed";

const reasons: Partial<Record<ErrorCode, Reason>> = {
  upstream_timeout: "upstream_timeout",
  upstream_invalid: "upstream_invalid",
  upstream_redirect: "upstream_invalid",
  upstream_too_large: "upstream_too_large",
  connection_required: "connection_required",
};

const sentences: Record<Exclude<Reason, "connection_required">, (server: string) => string> = {
  upstream_unreachable: (server) =>
    `The server “${server}” cannot be reached now. Try again later; if it persists, tell an administrator.`,
  upstream_timeout: (server) =>
    `The server “${server}” took too long to answer. It may still have done what was asked: check before you try again.`,
  upstream_invalid: (server) =>
    `The server “${server}” answered with something that is not valid MCP. Tell an administrator.`,
  upstream_too_large: (server) =>
    `The answer of the server “${server}” is larger than the gateway passes on. Ask for less at once.`,
  filter_failed: (server) =>
    `The server “${server}” answered, but the endpoint's filter could not read the answer, so it is withheld. The call has been made: check before you try again.`,
};

/** The result a client gets instead, and how the call ended. */
export function failureOf(error: AppError, started: Started, now: Date): Failed {
  const { call, target } = started;
  const reason = reasons[error.code] ?? "upstream_unreachable";
  if (reason === "connection_required") {
    const remedy = remedyFor(error, started);
    const told = failed(reason, remedy.text, call.id);
    return { ...told, answer: askToConnect(started, remedy, now) ?? told.answer };
  }
  const isRenewal = error.details["reason"] === "renewal";
  const sentence = isRenewal ? notRenewed : sentences[reason];
  return failed(reason, sentence(target.server.name), call.id);
}

const notRenewed = (server: string) =>
  `The sign-in at the server “${server}” has to be renewed, and the service that does so cannot be reached now. Try again later.`;

/** What stands for an answer that could not be filtered. */
export function filterFailure(serverName: string, callId: string): Failed {
  return failed("filter_failed", sentences.filter_failed(serverName), callId);
}

function failed(reason: Reason, text: string, callId: string): Failed {
  const raw = JSON.stringify({
    content: [{ type: "text", text }],
    isError: true,
    _meta: { "gatehouse/reason": reason, "gatehouse/callId": callId },
  });
  const outcome = reason === "upstream_timeout" ? "timed_out" : "failed";
  return {
    answer: { kind: "result", raw },
    ending: { outcome, errorCode: reason, errorMessage: text },
  };
}

/** What stands for the answer of a call that was ended before it came. */
export function stoppedAnswer(stop: Stop): Failed {
  const message = stop === "revoked" ? "Access was revoked." : "The call was cancelled.";
  const raw = JSON.stringify({ code: -32600, message });
  return {
    answer: { kind: "error", raw },
    ending: { outcome: stop, errorCode: stop, errorMessage: message },
  };
}
