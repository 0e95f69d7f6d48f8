const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `842 ms`, `1.4 s`, `2 m 05 s`, `1 h 12 m`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const pad = (value: number) => String(value).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} m`;
}

/** `0 B`, `12 kB`, `1.4 MB`: powers of a thousand, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** power;
  return `${power === 0 || amount >= 9.95 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });

/** `just now`, `3 minutes ago`, `in 5 days`; beyond four weeks the date itself. */
export function formatRelative(at: Date, now: Date, timeZone?: string): string {
  const ahead = at.getTime() - now.getTime();
  const distance = Math.abs(ahead);
  if (distance < 45_000) return ahead > 0 ? "in a moment" : "just now";
  if (distance < 59.5 * minute) return relative.format(Math.round(ahead / minute), "minute");
  if (distance < 23.5 * hour) return relative.format(Math.round(ahead / hour), "hour");
  if (distance < 28 * day) return relative.format(Math.round(ahead / day), "day");
  return formatDate(at, timeZone);
}

/** `20 Nov 2026`; the zone is the viewer's unless named. */
export function formatDate(at: Date, timeZone?: string): string {
  return format(at, { day: "numeric", month: "short", year: "numeric" }, timeZone);
}

/** `20 Nov 2026, 09:41:02`. */
export function formatAbsolute(at: Date, timeZone?: string): string {
  const clock = {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  } as const;
  return format(at, { day: "numeric", month: "short", year: "numeric", ...clock }, timeZone);
}

// Making one costs a hundred times as much as using it, and a list of calls shows hundreds of times.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, options: Intl.DateTimeFormatOptions, timeZone: string | undefined) {
  const key = `${options.hour ?? "date"} ${timeZone ?? ""}`;
  const known = formatters.get(key);
  if (known) return known.format(at);
  const made = new Intl.DateTimeFormat("en-GB", timeZone ? { ...options, timeZone } : options);
  formatters.set(key, made);
  return made.format(at);
}
