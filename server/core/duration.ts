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

/** "1 hour", "45 days": the label of a duration in seconds, in its largest whole unit. */
export function formatAccess(seconds: number): string {
  const count = seconds % day === 0 ? seconds / day : Math.max(1, Math.round(seconds / hour));
  const unit = seconds % day === 0 ? "day" : "hour";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
