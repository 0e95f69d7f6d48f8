import { z } from "zod";

const leastDays = 7;
const mostDays = 3_650;

/** Null: for ever. */
const Days = z
  .number("Enter a number of days.")
  .int("Enter whole days.")
  .min(leastDays, `At least ${leastDays} days.`)
  .max(mostDays, `At most ${mostDays.toLocaleString("en")} days, or for ever.`)
  .nullable();

const days = { keepDays: Days, keepPayloadDays: Days };

const agree = ({ keepDays, keepPayloadDays }: Record<keyof typeof days, number | null>) =>
  keepDays === null || keepPayloadDays === null || keepPayloadDays <= keepDays;
const otherwise = {
  error: "Payloads cannot be kept longer than their calls.",
  path: ["keepPayloadDays"],
};

/** How long calls are kept, and what they sent and received; null keeps payloads as long as their calls. */
export const Period = z.object(days).refine(agree, otherwise);
export type Period = z.infer<typeof Period>;

const Reason = z
  .string()
  .trim()
  .min(3, "Say why, in a few words.")
  .max(500, "Use at most 500 characters.")
  // A database takes no NUL in a text.
  .refine((text) => !text.includes("\0"), "Leave out the NUL character.");

/** Why the record is held, or why it no longer is. */
export const Hold = z.object({ reason: Reason });
export type Hold = z.infer<typeof Hold>;

/** The same for the record that a deleted project left. */
export const PeriodOfRecord = z
  .strictObject({ projectId: z.uuid(), ...days })
  .refine(agree, otherwise);
export type PeriodOfRecord = z.infer<typeof PeriodOfRecord>;

export const HoldOfRecord = z.strictObject({ projectId: z.uuid(), reason: Reason });
export type HoldOfRecord = z.infer<typeof HoldOfRecord>;

/** "30 days", "1 year": as people say it. */
export function wordsOfDays(days: number): string {
  if (days % 365 !== 0) return `${days.toLocaleString("en")} days`;
  return days === 365 ? "1 year" : `${days / 365} years`;
}

/** What the page offers; any other number can be entered. */
export const callChoices = [30, 90, 180, 365, 730, 1_095, 1_825, 2_555, 3_650] as const;
export const payloadChoices = [7, 14, 30, 90, 180, 365] as const;
