import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@/server/trpc/router";

export type Failure = {
  /** Safe to show, says what to do. */
  message: string;
  /** A code of the server's typed error; `offline` when no answer came. */
  reason: string;
  permission?: string | undefined;
  requestId?: string | undefined;
  details: Record<string, unknown>;
};

/** What a failed query or mutation means to a person. */
export function toFailure(error: unknown): Failure {
  const known = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>) : null;
  const data = known?.data;
  if (!known || !data)
    return {
      message: "Gatehouse did not answer. Check your connection and try again.",
      reason: "offline",
      details: {},
    };
  const { permission } = data.details;
  return {
    message: data.code === "BAD_REQUEST" ? sentence(known.message) : known.message,
    reason: data.reason,
    permission: typeof permission === "string" ? permission : undefined,
    requestId: data.requestId ?? undefined,
    details: data.details,
  };
}

/** For a form or a toast. */
export function messageOf(error: unknown): string {
  return toFailure(error).message;
}

// What zod refuses arrives as its list of issues; the first one tells enough.
function sentence(message: string): string {
  if (!message.startsWith("[")) return message;
  try {
    const issues: unknown = JSON.parse(message);
    const first: unknown = Array.isArray(issues) ? issues[0] : null;
    if (typeof first === "object" && first !== null && "message" in first)
      return String(first.message);
  } catch {
    return message;
  }
  return message;
}
