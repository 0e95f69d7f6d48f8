/** What the person chose: a number of seconds, or the last day on which access lasts. */
export type AccessChoice = { kind: "seconds"; seconds: number } | { kind: "day"; day: string };

const daySeconds = 86_400;

/** When the access ends, in the browser's zone: a day counts to its last second, but never past the maximum. */
export function endOf(choice: AccessChoice, maxSeconds: number, now: Date): Date | null {
  const last = now.getTime() + maxSeconds * 1000;
  if (choice.kind === "seconds") return new Date(now.getTime() + choice.seconds * 1000);
  const end = new Date(`${choice.day}T23:59:59`).getTime();
  if (Number.isNaN(end) || end <= now.getTime()) return null;
  // A minute's room, as time passes until the form is sent.
  return new Date(Math.min(end, last - 60_000));
}

/** The days a calendar may offer: from today to the maximum. */
export function dayRange(maxSeconds: number, now: Date): { first: string; last: string } {
  return { first: isoDay(now), last: isoDay(new Date(now.getTime() + maxSeconds * 1000)) };
}

/** Whether a calendar makes sense: not for an hour. */
export function hasDays(maxSeconds: number): boolean {
  return maxSeconds >= daySeconds;
}

/** The form's fields for a choice. */
export function fieldsOf(
  choice: AccessChoice,
  maxSeconds: number,
  now: Date,
): Record<string, string> | null {
  if (choice.kind === "seconds") return { seconds: String(choice.seconds) };
  const end = endOf(choice, maxSeconds, now);
  return end ? { until: end.toISOString() } : null;
}

function isoDay(at: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}
