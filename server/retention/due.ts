// When a month of the record goes. A month goes as a whole, once its last moment is older than the period: every call is
// kept at least that long, and at most a month longer.
import type { Kind, Leaf } from "@/server/retention/leaves";
import type { Period } from "@/server/retention/schema";

const dayMs = 86_400_000;

/** The first moment after a month, written as `2026-08`, in UTC. */
export function endOfMonth(month: string): Date {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1));
}

/** The first moment of a month. */
export function beginOfMonth(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** Null: never. */
export function goesAt(kind: Kind, month: string, period: Period): Date | null {
  const days = daysOf(kind, period);
  return days === null ? null : new Date(endOfMonth(month).getTime() + days * dayMs);
}

export function isDue(
  { kind, month }: Pick<Leaf, "kind" | "month">,
  period: Period,
  now: Date,
): boolean {
  const at = goesAt(kind, month, period);
  return at !== null && at <= now;
}

function daysOf(kind: Kind, { keepDays, keepPayloadDays }: Period): number | null {
  if (kind !== "payloads") return keepDays;
  // Whatever the row holds, a payload never outlives its call.
  const days = Math.min(keepDays ?? Infinity, keepPayloadDays ?? Infinity);
  return days === Infinity ? null : days;
}
