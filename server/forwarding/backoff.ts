// How long to wait after a failure, and when to wait for a person instead.

const firstMs = 1_000;
const longestMs = 5 * 60_000;
/** What a receiver may ask for at most: an hour. */
const longestAskedMs = 3_600_000;

/** After so many refusals in a row, nothing but a change by a person can help. */
export const refusalsBeforeStop = 5;

/**
 * Milliseconds until the next try after `failures` in a row (one or more): doubled each time up to five minutes, with up
 * to half of it taken off by chance (`random` in 0…1), and never sooner than the receiver asked for.
 */
export function delayAfter(failures: number, askedMs: number | null, random: number): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20));
  const own = Math.round(doubled * (1 - random / 2));
  return Math.max(own, Math.min(askedMs ?? 0, longestAskedMs));
}

/** `Retry-After` in milliseconds, given as seconds or as a date (RFC 9110 §10.2.3); null when it says neither. */
export function askedDelay(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // A date of HTTP names its day; left to itself, Date.parse makes one of almost any number.
  const at = /^[A-Z][a-z]+,/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
