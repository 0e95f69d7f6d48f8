// In: why a call brought no answer. Out: the result that says so to a model, and how the record calls it. Promises the
// reasons of the contract (security §1) and never a host, an address or words of the server.
import type { Outcome } from "@/server/activity/record";
import type { ErrorCode } from "@/server/core/errors";
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

const sentences: Record<Reason, (server: string) => string> = {
  upstream_unreachable: (server) =>
    `The server “${server}” cannot be reached now. Try again later; if it persists, tell an administrator.`,
  upstream_timeout: (server) =>
    `The server “${server}” took too long to answer. It may still have done what was asked: check before you try again.`,
  upstream_invalid: (server) =>
    `The server “${server}” answered with something that is not valid MCP. Tell an administrator.`,
  upstream_too_large: (server) =>
    `The answer of the server “${server}” is larger than the gateway passes on. Ask for less at once.`,
  connection_required: (server) =>
    `The server “${server}” does not accept the credential the gateway holds. An administrator has to renew it.`,
  filter_failed: (server) =>
    `The server “${server}” answered, but the endpoint's filter could not read the answer, so it is withheld. The call has been made: check before you try again.`,
};

/** The result a client gets instead, and how the call ended. A stored secret that does not open needs renewing, too. */
export function failureOf(code: ErrorCode, serverName: string, callId: string): Failed {
  const reason =
    code === "internal" ? "connection_required" : (reasons[code] ?? "upstream_unreachable");
  return failed(reason, serverName, callId);
}

/** What stands for an answer that could not be filtered. */
export function filterFailure(serverName: string, callId: string): Failed {
  return failed("filter_failed", serverName, callId);
}

function failed(reason: Reason, serverName: string, callId: string): Failed {
  const text = sentences[reason](serverName);
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
