// In: a text. Out: the same text with personal data replaced by placeholders. Promises linear time, never to throw, and
// every character outside the entities as it was.
import { Detector } from "./detect";
import { type PiiType as EntityType, placeholder, type Span } from "./entities";
import { InnerJson } from "./inner-json";

export type PiiType = EntityType;

/**
 * Replaces each entity of `types` by its placeholder; where that is an unquoted number of JSON inside the text, with quotes
 * around it (policy 7.5). Redacting what is redacted changes nothing.
 */
export function redactText(text: string, types: readonly PiiType[]): string {
  const detector = new Detector(text, types);
  const spans = detector.findIn(text, "");
  detector.end();
  let redacted = "";
  let from = 0;
  for (const { start, end, value } of replacements(text, spans, false)) {
    redacted += text.slice(from, start) + value;
    from = end;
  }
  return from === 0 ? text : redacted + text.slice(from);
}

export type Replacement = Span & { value: string };

/** What takes the place of each entity of a text; `isRaw` as in `Subject`, and then of what is put there too. */
export function replacements(text: string, spans: readonly Span[], isRaw: boolean): Replacement[] {
  const inner = new InnerJson(text, isRaw);
  const list: Replacement[] = [];
  for (const { type, start, end } of spans) {
    const quote = inner.quoteFor({ type, start, end });
    if (quote !== null) list.push({ type, start, end, value: quote + placeholder(type) + quote });
  }
  return list;
}
