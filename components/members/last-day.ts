/** The calendar day of an instant, where the person is: `2026-12-01`. */
export function dayOf(at: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The end of a day that somebody chose; no day is no end. What was that day already stays to the second. */
export function endOfDay(day: string, before: Date | null): Date | null {
  if (day === "") return null;
  if (before && dayOf(before) === day) return before;
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end;
}
