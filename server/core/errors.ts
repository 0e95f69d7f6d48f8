import { isDatabaseAway } from "@/server/core/database-away";

// The one typed error. Its message is always safe to show and says what to do; the cause is for the log.

export type ErrorCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "unsupported_media"
  | "not_acceptable"
  | "rate_limited"
  | "unavailable"
  | "upstream_unreachable"
  | "upstream_timeout"
  | "upstream_invalid"
  | "upstream_too_large"
  | "upstream_redirect"
  | "connection_required"
  | "egress_blocked"
  | "internal";

export type ErrorOptions = {
  cause?: unknown;
  /** Facts a door may put into its answer, never secrets. */
  details?: Record<string, unknown>;
  /** Seconds until another try makes sense. */
  retryAfter?: number;
};

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter ?? null;
  }
}

export type DoorAnswer = { http: number; trpc: string; jsonRpc: number };

/** How each code is answered at each door; a door applies it once. Status codes follow RFC 9110. */
export const errorTable: Record<ErrorCode, DoorAnswer> = {
  bad_request: { http: 400, trpc: "BAD_REQUEST", jsonRpc: -32600 },
  unauthenticated: { http: 401, trpc: "UNAUTHORIZED", jsonRpc: -32600 },
  forbidden: { http: 403, trpc: "FORBIDDEN", jsonRpc: -32600 },
  not_found: { http: 404, trpc: "NOT_FOUND", jsonRpc: -32600 },
  conflict: { http: 409, trpc: "CONFLICT", jsonRpc: -32600 },
  too_large: { http: 413, trpc: "PAYLOAD_TOO_LARGE", jsonRpc: -32600 },
  unsupported_media: { http: 415, trpc: "UNSUPPORTED_MEDIA_TYPE", jsonRpc: -32600 },
  not_acceptable: { http: 406, trpc: "BAD_REQUEST", jsonRpc: -32600 },
  rate_limited: { http: 429, trpc: "TOO_MANY_REQUESTS", jsonRpc: -32600 },
  unavailable: { http: 503, trpc: "SERVICE_UNAVAILABLE", jsonRpc: -32603 },
  upstream_unreachable: { http: 502, trpc: "BAD_GATEWAY", jsonRpc: -32603 },
  upstream_timeout: { http: 504, trpc: "GATEWAY_TIMEOUT", jsonRpc: -32603 },
  upstream_invalid: { http: 502, trpc: "BAD_GATEWAY", jsonRpc: -32603 },
  upstream_too_large: { http: 502, trpc: "BAD_GATEWAY", jsonRpc: -32603 },
  upstream_redirect: { http: 502, trpc: "BAD_GATEWAY", jsonRpc: -32603 },
  connection_required: { http: 502, trpc: "BAD_GATEWAY", jsonRpc: -32603 },
  egress_blocked: { http: 422, trpc: "UNPROCESSABLE_CONTENT", jsonRpc: -32603 },
  internal: { http: 500, trpc: "INTERNAL_SERVER_ERROR", jsonRpc: -32603 },
};

/** An unknown error becomes `internal`; what it said stays in the cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // The Next bundle and main's bundle each hold a copy of the class, so the name decides across them.
  if (error instanceof Error && error.name === "AppError" && "code" in error) {
    const other = error as AppError;
    return new AppError(other.code, other.message, {
      cause: other,
      details: other.details,
      ...(other.retryAfter === null ? {} : { retryAfter: other.retryAfter }),
    });
  }
  if (isDatabaseAway(error)) {
    const message = "The database does not answer at the moment. Try again shortly.";
    return new AppError("unavailable", message, { cause: error, retryAfter: 5 });
  }
  return new AppError(
    "internal",
    "Something went wrong on our side. Try again; if it persists, quote the request id.",
    {
      cause: error,
    },
  );
}
