// The five kinds of personal data, what stands in their place, and where one was found.
export const piiTypes = ["EMAIL", "PHONE", "SSN", "CREDIT_CARD", "IP"] as const;

export type PiiType = (typeof piiTypes)[number];

/** One entity: UTF-16 indices, `end` exclusive. It ends at `shortEnd` where the rest of it belongs to another. */
export type Span = { type: PiiType; start: number; end: number; shortEnd?: number };

/**
 * What a detector looks at: `text` between `from` and `to`. A character outside must be no part of an entity (a quote of
 * the surrounding JSON, or nothing). `lead` is text that counts as standing before `from` when context is sought. `isRaw`
 * says that it is the inside of a JSON string as it is written, escapes and all.
 */
export type Subject = { text: string; from: number; to: number; lead: string; isRaw: boolean };

const placeholders: Record<PiiType, string> = {
  EMAIL: "[REDACTED_EMAIL]",
  PHONE: "[REDACTED_PHONE]",
  SSN: "[REDACTED_SSN]",
  CREDIT_CARD: "[REDACTED_CREDIT_CARD]",
  IP: "[REDACTED_IP]",
};

export function placeholder(type: PiiType): string {
  return placeholders[type];
}

const opening = "[REDACTED_";
const whole = /\[REDACTED_(?:EMAIL|PHONE|SSN|CREDIT_CARD|IP)\]$/;
const longest = placeholder("CREDIT_CARD").length;

/** Whether a placeholder begins at `at`. */
export function isPlaceholderAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === 91 && text.startsWith(opening, at);
}

/** Whether a placeholder ends right before `at`. */
export function isPlaceholderBefore(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === 93 && whole.test(text.slice(Math.max(0, at - longest), at));
}

/** The part of `text` behind its last placeholder. */
export function afterPlaceholders(text: string): string {
  const at = text.lastIndexOf(opening);
  if (at < 0) return text;
  const end = text.indexOf("]", at);
  return end < 0 ? text : text.slice(end + 1);
}
