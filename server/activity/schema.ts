import { z } from "zod";

export const CallRef = z.object({ id: z.uuid() });
export type CallRef = z.infer<typeof CallRef>;

/** How a call ended; `running` while it has not. */
export const outcomes = [
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

/** Time spans a person chooses from, in minutes. */
export const spans = {
  "15m": 15,
  "1h": 60,
  "24h": 1_440,
  "7d": 10_080,
  "30d": 43_200,
  "90d": 129_600,
} as const;
export type Span = keyof typeof spans;
export const spanNames = Object.keys(spans) as [Span, ...Span[]];

/** What is shown, and exported, when no time was chosen. */
export const defaultSpan = "30d";

export const traits = ["errors", "redacted"] as const;

// A database takes no NUL in a text.
const words = z
  .string()
  .trim()
  .max(200, "Use at most 200 characters.")
  .refine((text) => !text.includes("\0"), "Leave out the NUL character.");
const milliseconds = z.number("Enter milliseconds.").min(0).max(1e9);
const instant = z.iso.datetime({ offset: true, error: "Enter a time that exists." });

/** Which calls: every field that is set must hold. Tools, methods and clients go by name, the others by id. */
export const CallFilter = z.object({
  within: z.enum(spanNames, "Choose a span of time.").nullish(),
  /** The first moment, and the one after the last; they go before `within`. */
  from: instant.nullish(),
  to: instant.nullish(),
  endpointId: z.uuid().nullish(),
  serverId: z.uuid().nullish(),
  tool: words.nullish(),
  /** As `tools/call`. */
  method: words.nullish(),
  personId: z.uuid().nullish(),
  client: words.nullish(),
  /** Any of these. */
  outcome: z.array(z.enum(outcomes)).max(outcomes.length).nullish(),
  only: z.array(z.enum(traits)).max(traits.length).nullish(),
  minMs: milliseconds.nullish(),
  maxMs: milliseconds.nullish(),
  /** Text in the error's code or message. */
  error: words.nullish(),
  /** Text in names, errors, ids and, for those who may read them, payloads. */
  q: words.nullish(),
});
export type CallFilter = z.infer<typeof CallFilter>;

export const ListCalls = CallFilter.extend({
  cursor: z.string().max(512).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type ListCalls = z.infer<typeof ListCalls>;

/** What a page of usage covers; one endpoint, or without it the project. */
export const usageSpans = ["24h", "7d", "30d"] as const satisfies readonly Span[];
export type UsageSpan = (typeof usageSpans)[number];

export const UsageOf = z.object({
  within: z.enum(usageSpans).default("24h"),
  endpoint: z.string().min(1).max(64).optional(),
});
export type UsageOf = z.infer<typeof UsageOf>;

/** Calls beside one: of the same session, on one side in time. */
export const ListRelated = CallRef.extend({
  /** Not `direction`: tRPC gives that word to infinite queries. */
  side: z.enum(["earlier", "later"]),
  cursor: z.string().max(512).nullish(),
  limit: z.number().int().min(1).max(50).default(5),
});
export type ListRelated = z.infer<typeof ListRelated>;

/** As many views one person keeps in a project, and as many are shared with it. */
export const mostViews = 100;

const viewName = z
  .string()
  .trim()
  .min(1, "Give the view a name.")
  .max(80, "At most 80 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out line breaks and control characters.")
  .transform((text) => text.normalize("NFC"));

/** Shared: everybody who reads the project's activity sees it. */
export const ViewDraft = z.object({ name: viewName, shared: z.boolean() });
export type ViewDraft = z.infer<typeof ViewDraft>;

export const CreateView = CallFilter.extend(ViewDraft.shape);
export type CreateView = z.infer<typeof CreateView>;

export const ViewRef = z.object({ view: z.uuid() });
export type ViewRef = z.infer<typeof ViewRef>;

export const UpdateView = ViewRef.extend(ViewDraft.shape);
export type UpdateView = z.infer<typeof UpdateView>;

export const SetViewFilter = CallFilter.extend(ViewRef.shape);
export type SetViewFilter = z.infer<typeof SetViewFilter>;
