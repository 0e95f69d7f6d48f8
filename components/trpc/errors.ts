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
    message: known.message,
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
