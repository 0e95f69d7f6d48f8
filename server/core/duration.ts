// Durations people choose and read. Seconds inside, words outside.

const hour = 3600;
const day = 24 * hour;

export const accessDurations = [
  { seconds: hour, label: "1 hour" },
  { seconds: day, label: "1 day" },
  { seconds: 7 * day, label: "7 days" },
  { seconds: 30 * day, label: "30 days" },
  { seconds: 90 * day, label: "90 days" },
] as const;

export const defaultAccessSeconds = 30 * day;

/** The longest an endpoint may allow: a year. */
export const longestAccessSeconds = 365 * day;

/** "842 ms", "1.4 s", "2 min 5 s". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const minutes = Math.floor(milliseconds / 60_000);
  return `${minutes} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** "1 hour", "45 days": the label of a duration in seconds, in its largest whole unit. */
export function formatAccess(seconds: number): string {
  const count = seconds % day === 0 ? seconds / day : Math.max(1, Math.round(seconds / hour));
  const unit = seconds % day === 0 ? "day" : "hour";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
