import { z } from "zod";

/** Time spans a person chooses from, in hours. */
export const spans = { "24h": 24, "7d": 168, "30d": 720, "90d": 2160 } as const;
export type Span = keyof typeof spans;
export const spanNames = Object.keys(spans) as [Span, ...Span[]];

/** For acts of nobody signed in: failed sign-ins, start-up, the authorization server. */
export const nobody = "nobody";

export const AuditFilter = z.object({
  /** Free text: names, addresses, request ids, changed values, and the sentences of acts. */
  q: z.string().trim().max(200).nullish(),
  person: z
    .union([z.uuid(), z.literal(nobody)], "There is no such person. Choose another.")
    .nullish(),
  action: z.string().max(64).nullish(),
  subject: z.string().max(32).nullish(),
  subjectId: z.string().max(64).nullish(),
  within: z.enum(spanNames, "Choose a span of time.").nullish(),
  /** Days in UTC, both included. */
  from: z.iso.date("Choose a day that exists.").nullish(),
  to: z.iso.date("Choose a day that exists.").nullish(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const ListEvents = AuditFilter.extend({
  cursor: z.string().max(512).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type ListEvents = z.infer<typeof ListEvents>;

export const ExportFormat = z.enum(["csv", "jsonl"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportEvents = AuditFilter.extend({ format: ExportFormat });
export type ExportEvents = z.infer<typeof ExportEvents>;

/** What a browser calls the export it begins, to ask how far it has come. */
export const ExportId = z.string().regex(/^[0-9a-f]{32}$/);

/** `rows` were handed to the browser so far; `message` says why an export was refused. */
export type ExportProgress = {
  state: "running" | "done" | "failed" | "cancelled" | "refused";
  rows: number;
  message: string | null;
};
