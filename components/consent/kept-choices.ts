import type { AccessChoice } from "./access-choice";
import type { OfferedEndpoint } from "./consent-types";

/** What the person chose so far, kept in the tab while they sign in elsewhere. */
export type Choices = { endpoint: string; choice: AccessChoice };

/** The kept choices as far as they are still offered; null when they are not ours or have had their day. */
export function readChoices(
  text: string | null,
  offers: readonly OfferedEndpoint[],
): Choices | null {
  const kept = parse(text);
  const offer = offers.find(({ id }) => id === kept?.endpoint);
  if (!kept || !offer || !isChoice(kept.choice)) return null;
  const { choice } = kept;
  const offered =
    choice.kind === "day" || offer.durations.some(({ seconds }) => seconds === choice.seconds);
  return offered ? { endpoint: offer.id, choice } : null;
}

function parse(text: string | null): { endpoint?: unknown; choice?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function isChoice(value: unknown): value is AccessChoice {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "day") return "day" in value && /^\d{4}-\d\d-\d\d$/.test(String(value.day));
  return value.kind === "seconds" && "seconds" in value && typeof value.seconds === "number";
}
