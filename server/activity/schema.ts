import { z } from "zod";

export const ListCalls = z.object({
  cursor: z.string().max(512).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type ListCalls = z.infer<typeof ListCalls>;

export const CallRef = z.object({ id: z.uuid() });
export type CallRef = z.infer<typeof CallRef>;

/** How a call ended; `running` while it has not. */
const outcomes = [
  "ok",
  "tool_error",
  "denied",
  "failed",
  "cancelled",
  "timed_out",
  "revoked",
  "unknown",
  "running",
] as const;
export type Outcome = (typeof outcomes)[number];

/** Anything the record may hold; a word we do not know is shown as unknown. */
export function toOutcome(word: string): Outcome {
  return outcomes.find((one) => one === word) ?? "unknown";
}

/** What overviews count: the four classes of outcome. */
export const outcomeClasses = ["ok", "tool_error", "denied", "failed"] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];

/** What a filter took out of a call, and where; never what it was. */
export type Redaction = {
  side: "request" | "response";
  type: string;
  /** As `arguments.body`; `…` for places that were too many to name. */
  path: string;
  count: number;
};
