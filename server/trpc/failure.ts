// In: what a procedure threw. Out: the typed error of this door. Promises that only sentences meant for people leave.
import type { TRPCError } from "@trpc/server";
import { z } from "zod";
import { AppError, type ErrorCode, errorTable, toAppError } from "@/server/core/errors";

// What tRPC itself refuses before a procedure runs, in our words.
const own: Partial<Record<TRPCError["code"], [ErrorCode, string]>> = {
  BAD_REQUEST: ["bad_request", "This request is not one Gatehouse understands."],
  PARSE_ERROR: ["bad_request", "The request is not valid JSON."],
  NOT_FOUND: ["not_found", "There is no such procedure."],
  METHOD_NOT_SUPPORTED: ["bad_request", "This procedure is called by another method."],
  UNSUPPORTED_MEDIA_TYPE: ["unsupported_media", "Send the body as application/json."],
  PAYLOAD_TOO_LARGE: ["too_large", "The request is too large."],
};

/** A domain's error as it is, a refused input as its first sentence, anything unknown as `internal`. */
export function toFailure(error: TRPCError): AppError {
  const { cause, code } = error;
  if (cause instanceof z.ZodError) return new AppError("bad_request", firstIssue(cause));
  const known = toAppError(cause ?? error);
  if (known.code !== "internal") return known;
  const [reason, message] = own[code] ?? [];
  return reason && message ? new AppError(reason, message, { cause: error }) : known;
}

export function trpcCodeOf(code: ErrorCode): TRPCError["code"] {
  // The table is shared by all doors and names tRPC's codes as text.
  return errorTable[code].trpc as TRPCError["code"];
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue?.message ?? "This request is not one Gatehouse understands.";
}
