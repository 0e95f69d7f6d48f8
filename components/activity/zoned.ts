// Between an instant and what a field of date and time holds, in a zone that need not be the browser's.

/** `2026-11-20T09:41` in the zone; undefined is the browser's. */
export function toField(instant: string | null, zone: string | undefined): string {
  const at = instant ? new Date(instant) : null;
  if (!at || Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() + offsetOf(at, zone)).toISOString().slice(0, 16);
}

/** The instant of a field's content; null when it is empty. */
export function fromField(field: string, zone: string | undefined): string | null {
  const wall = field ? Date.parse(`${field}:00Z`) : Number.NaN;
  if (Number.isNaN(wall)) return null;
  // The offset at a moment near by, then at the one that gives: they differ only around a change of clocks.
  const near = wall - offsetOf(new Date(wall), zone);
  return new Date(wall - offsetOf(new Date(near), zone)).toISOString();
}

/** Milliseconds that clocks in the zone are ahead of UTC. */
function offsetOf(at: Date, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...{ hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    ...(zone ? { timeZone: zone } : {}),
  } as const).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    of("year"),
    of("month") - 1,
    of("day"),
    of("hour"),
    of("minute"),
    of("second"),
  );
  return wall - Math.floor(at.getTime() / 1_000) * 1_000;
}
