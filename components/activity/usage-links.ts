import type { OutcomeClass, UsageSpan } from "@/server/activity/schema";

/** What is asked of the activity page beside the time. */
type Words = Partial<
  Record<"endpoint" | "tool" | "person" | "client" | "outcome" | "only" | "min", string>
>;

/** The outcomes that each class of them stands for. */
export const outcomesOf: Record<OutcomeClass, string> = {
  ok: "ok",
  tool_error: "tool_error",
  denied: "denied",
  failed: "failed,cancelled,timed_out,revoked,unknown",
};

export type UsageLinks = {
  /** The calls that a figure counts. */
  to: (words?: Words) => string;
  between: (from: Date, to: Date) => string;
};

/** The way from a figure to its calls, of tools: the same time, and the same endpoint where it is of one. */
export function usageLinks(
  project: string,
  within: UsageSpan,
  endpointId: string | null,
): UsageLinks {
  const page = `/projects/${project}/activity`;
  const fixed = { method: "tools/call", ...(endpointId ? { endpoint: endpointId } : {}) };
  const address = (words: Record<string, string>) => `${page}?${new URLSearchParams(words)}`;
  return {
    to: (words = {}) => address({ within, ...words, ...fixed }),
    between: (from, to) => address({ ...fixed, from: from.toISOString(), to: to.toISOString() }),
  };
}
