// In: a text and an entity of digits in it. Out: the quotes it must get so that JSON inside the text still parses (policy
// 7.5). Promises bounded look-behind, except for one parse of a text that begins like JSON.
import { endOfDigits } from "./characters";
import type { Span } from "./entities";

const reach = 256;
// A key with its colon, the quote written with any number of backslashes; then perhaps elements of an array.
const asMember = /(\\*")\s*:\s*$/;
const asElement = /(\\*")\s*:\s*\[[\s\d.,eE+-]*$/;
const inArray = /[[,]\s*$/;
const following = /^(?:\s|\\+[nrt])*[,}\]]/;

/** Whether an entity is written in digits alone, and could be followed by what follows a number in JSON. */
export function mayBeNumber(text: string, { start, end, type }: Span, to: number): boolean {
  if (end === to || type === "EMAIL" || type === "IP") return false;
  if (endOfDigits(text, start) !== end) return false;
  const next = text.charCodeAt(end);
  return next <= 32 || next === 44 || next === 92 || next === 93 || next === 125;
}

/** Decides for the entities of one text; parses it at most once. */
export class InnerJson {
  private isJson: boolean | null = null;

  constructor(
    private readonly text: string,
    private readonly isRaw: boolean,
  ) {}

  /**
   * The quote to put on both sides of the placeholder: none, `"`, or one with backslashes. Null for a negative number of
   * JSON, which is nobody's card.
   */
  quoteFor(start: number, end: number): string | null {
    const { text } = this;
    if (!following.test(text.slice(end, end + 32))) return "";
    const isNegative = text.charCodeAt(start - 1) === 45;
    const quote = this.quoteBehind(
      text.slice(Math.max(0, start - reach), isNegative ? start - 1 : start),
    );
    return isNegative && quote !== "" ? null : quote;
  }

  private quoteBehind(lead: string): string {
    const before = lead.replace(/(?:\\+[nrt])+\s*$/, " ");
    const quote = (asMember.exec(before) ?? asElement.exec(before))?.[1];
    if (quote !== undefined) return quote;
    if (!inArray.test(before) || !this.isWhole()) return "";
    return this.isRaw ? '\\"' : '"';
  }

  private isWhole(): boolean {
    this.isJson ??= this.isRaw ? parses(`"${this.text}"`, 2) : parses(this.text, 1);
    return this.isJson;
  }
}

/** Whether a text is JSON, and what it says is JSON again, so many times. */
function parses(text: string, times: 1 | 2): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return times === 1 || parses(String(value), 1);
  } catch {
    return false;
  }
}
