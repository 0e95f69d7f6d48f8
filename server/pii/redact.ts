// In: a text. Out: the same text with personal data replaced by placeholders. Promises linear time, never to throw, and
// every character outside the entities as it was.
import { Detector } from "./detect";
import { type PiiType as EntityType, placeholder, type Span } from "./entities";
import { InnerJson, mayBeNumber } from "./inner-json";

export type PiiType = EntityType;

/**
 * Replaces each entity of `types` by its placeholder; where that is an unquoted number of JSON inside the text, with quotes
 * around it (policy 7.5). Redacting what is redacted changes nothing.
 */
export function redactText(text: string, types: readonly PiiType[]): string {
  const detector = new Detector(text, types);
  const spans = detector.findIn(text, "");
  detector.end();
  if (spans.length === 0) return text;
  let redacted = "";
  let from = 0;
  const values = new Replacements(text, 0, text.length, false);
  for (const span of spans) {
    const value = values.of(span);
    if (value === null) continue;
    redacted += text.slice(from, span.start) + value;
    from = span.end;
  }
  return redacted + text.slice(from);
}

/** What takes the place of each entity of the text between `from` and `to`; `isRaw` as in `Subject`, of both. */
export class Replacements {
  private inner: InnerJson | null = null;

  constructor(
    private readonly text: string,
    private readonly from: number,
    private readonly to: number,
    private readonly isRaw: boolean,
  ) {}

  /** The placeholder, in quotes where JSON inside the text needs them; null where the entity must stay. */
  of(span: Span): string | null {
    const { text, from, to, isRaw } = this;
    if (!mayBeNumber(text, span, to)) return placeholder(span.type);
    this.inner ??= new InnerJson(text.slice(from, to), isRaw);
    const quote = this.inner.quoteFor(span.start - from, span.end - from);
    return quote === null ? null : quote + placeholder(span.type) + quote;
  }
}
