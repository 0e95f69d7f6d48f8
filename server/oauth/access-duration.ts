// In: how long a person wants to allow access. Out: when it ends. Promises never to pass the endpoint's maximum (security: T19).
import { accessDurations, formatAccess } from "@/server/core/duration";
import { AppError } from "@/server/core/errors";

/** Either seconds, or an instant in ISO 8601. */
export type Wish = { seconds: string | null; until: string | null };

const shortest = 60;

/** Throws `bad_request` when the wish is no duration, under a minute, or over the maximum. */
export function endOfAccess(wish: Wish, maxSeconds: number, now: Date): Date {
  const seconds = wish.until ? secondsUntil(wish.until, now) : Number(wish.seconds);
  if (!Number.isSafeInteger(seconds) || seconds < shortest) {
    throw new AppError("bad_request", "Choose how long the client may have access.");
  }
  if (seconds > maxSeconds) {
    throw new AppError(
      "bad_request",
      "This is longer than the endpoint allows. Choose a shorter time.",
    );
  }
  return new Date(now.getTime() + seconds * 1000);
}

function secondsUntil(instant: string, now: Date): number {
  return Math.floor((Date.parse(instant) - now.getTime()) / 1000);
}

export type OfferedDuration = { seconds: number; label: string };

/** The durations to offer, with the endpoint's maximum as the last. */
export function offeredDurations(maxSeconds: number): OfferedDuration[] {
  const shorter = accessDurations.filter(({ seconds }) => seconds < maxSeconds);
  return [...shorter, { seconds: maxSeconds, label: formatAccess(maxSeconds) }];
}

/** What is chosen at first: the project's default, or the longest offered that fits. */
export function firstChoice(maxSeconds: number, defaultSeconds: number): number {
  const offered = offeredDurations(maxSeconds).map(({ seconds }) => seconds);
  return offered.findLast((one) => one <= defaultSeconds) ?? offered[0] ?? maxSeconds;
}
