import type { Destination } from "./types";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `40 s`, `2 min`, `3 h`, `5 days`: how long the call that waits longest has waited. */
export function formatLag(ms: number): string {
  if (ms < minute) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  if (ms < hour) return `${Math.round(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.round(ms / hour)} h`;
  return `${Math.round(ms / day)} days`;
}

/** `1 call`, `2,345 calls`, `more than 10,000 calls`. */
export function formatWaiting({ calls, isMore }: Destination["lag"]): string {
  const number = calls.toLocaleString("en");
  return `${isMore ? "more than " : ""}${number} ${calls === 1 ? "call" : "calls"}`;
}
