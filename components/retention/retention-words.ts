import { formatDate } from "@/components/data/format";
import { count } from "@/components/projects/count";
import type { Outputs } from "@/components/trpc/outputs";
import { type Period, wordsOfDays } from "@/server/retention/schema";

type Consequence = Outputs["retention"]["preview"];
export type Retention = Outputs["retention"]["get"];

const monthName = new Intl.DateTimeFormat("en-GB", {
  ...{ month: "long", year: "numeric", timeZone: "UTC" },
} as const);

/** "August 2026". Months of the record begin and end in UTC. */
export function monthWords(month: string): string {
  return monthName.format(new Date(`${month}-01T00:00:00Z`));
}

/** "1,204 calls", "about 1,200,000 calls": an estimate shows only the digits that mean something. */
export function callWords({ calls, isEstimate }: { calls: number; isEstimate: boolean }): string {
  if (!isEstimate) return count(calls, "call", calls.toLocaleString("en"));
  return `about ${rounded(calls).toLocaleString("en")} calls`;
}

export function rounded(number: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, number))) - 2);
  return Math.round(number / unit) * unit;
}

/** "Calls are kept for 90 days, their payloads for 30 days." */
export function periodWords({ keepDays, keepPayloadDays }: Period): string {
  const calls = keepDays === null ? "for ever" : `for ${wordsOfDays(keepDays)}`;
  if (keepPayloadDays === null) return `Calls and payloads are kept ${calls}.`;
  return `Calls are kept ${calls}, payloads for ${wordsOfDays(keepPayloadDays)}.`;
}

function isNothing({ callMonths, payloadMonths }: Consequence): boolean {
  return callMonths + payloadMonths === 0;
}

/** What goes, in sentences; none when nothing does. */
export function consequenceWords(
  consequence: Consequence,
  { hold, executor }: Pick<Retention, "hold" | "executor">,
): string[] {
  const { callMonths, payloadMonths } = consequence;
  if (isNothing(consequence)) return [];
  const when = whenWords(hold !== null, executor === "ready");
  const gone = `${when} and cannot be brought back.`;
  const payloads = `The payloads of ${count(payloadMonths, "month")}`;
  if (callMonths === 0) return [`${payloads} are dropped ${gone}`, "The calls themselves stay."];
  const calls = `${capital(callWords(consequence))} of ${count(callMonths, "month")} are dropped ${gone}`;
  return payloadMonths === 0 ? [calls] : [calls, `${payloads} more go, too; their calls stay.`];
}

function whenWords(isHeld: boolean, isReady: boolean): string {
  if (isHeld) return "once the hold is released";
  return isReady ? "within an hour" : "as soon as Gatehouse may drop tables";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** When a month goes, or that it is past its time. */
export function goesWords(at: Date | null, now: Date | undefined, isHeld: boolean): string {
  if (at === null) return "Kept";
  if (isHeld) return "On hold";
  if (now && at <= now) return "With the next round";
  return formatDate(at, "UTC");
}
