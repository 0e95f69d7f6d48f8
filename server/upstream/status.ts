// In: the HTTP status of an answer that held no JSON-RPC answer. Out: the AppError that explains it.
import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@/server/core/errors";

/** What the server said with its refusal. It is a cause, not a detail, so that no door shows it. */
export class Challenge {
  constructor(readonly header: string | undefined) {}
}

/** Why there is no answer. 401 and 403 are `connection_required`: another credential is the cure. */
export function noAnswer(status: number, headers: IncomingHttpHeaders): AppError {
  if (status === 401 || status === 403)
    return new AppError(
      "connection_required",
      "The server does not accept the credential it was given.",
      {
        details: { reason: "credential", status },
        cause: new Challenge(headers["www-authenticate"]),
      },
    );
  if (status === 429 || status === 503) {
    const seconds = Number(headers["retry-after"]);
    return new AppError("upstream_unreachable", "The server is too busy. Try again later.", {
      details: { reason: "busy", status },
      ...(Number.isInteger(seconds) && seconds > 0 ? { retryAfter: Math.min(seconds, 3600) } : {}),
    });
  }
  if (status === 408 || status === 504)
    return new AppError("upstream_timeout", "The server did not answer in time.", {
      details: { reason: "status", status },
    });
  if (status >= 500)
    return new AppError("upstream_unreachable", `The server failed with status ${status}.`, {
      details: { reason: "status", status },
    });
  return new AppError("upstream_invalid", "The server does not answer as an MCP server does.", {
    details: { reason: status >= 400 ? "status" : "no_answer", status },
  });
}
