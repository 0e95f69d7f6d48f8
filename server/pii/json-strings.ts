// In: a JSON text and where a string begins in it. Out: where it ends, and its value in pieces. Promises linear time for
// the whole text when strings are asked for from left to right, and no stretch of work above some hundred thousand units.
import { JsonFault } from "@/server/core/json-tokens";

const backslash = 92;

/** Escapes that are gone over in one turn. */
const escapesAtOnce = 1 << 14;

/** Ends of strings, found with searches for quotes and backslashes that never look at a character twice. */
export class JsonStrings {
  /** Whether the string asked for last holds an escape. */
  isEscaped = false;
  private quote = 0;
  private nextBackslash = -1;

  constructor(private readonly text: string) {}

  /**
   * Behind the closing quote of the string that opens at `at`, or -1 when it holds so many escapes that `goOn` is to be
   * asked in another turn. Throws `JsonFault` when it does not close.
   */
  endOf(at: number): number {
    this.quote = this.find('"', at + 1);
    if (this.nextBackslash <= at) this.nextBackslash = this.find("\\", at + 1);
    this.isEscaped = this.nextBackslash < this.quote;
    return this.isEscaped ? this.goOn() : this.behindQuote();
  }

  goOn(): number {
    for (let count = 0; this.nextBackslash < this.quote; count++) {
      if (count > escapesAtOnce) return -1;
      const behind = this.nextBackslash + 2;
      if (this.quote < behind) this.quote = this.find('"', behind);
      this.nextBackslash = this.find("\\", behind);
    }
    return this.behindQuote();
  }

  private behindQuote(): number {
    if (this.quote === Number.POSITIVE_INFINITY) throw new JsonFault("syntax", this.text.length);
    return this.quote + 1;
  }

  private find(sign: string, from: number): number {
    const at = this.text.indexOf(sign, from);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  }
}

const pieceSize = 1 << 17;

/** The value of a string, decoded a piece at a time so that a long one can be read in several turns. */
export class StringPieces {
  private readonly pieces: string[] = [];
  private at: number;

  /** `from` stands behind the opening quote, `to` on the closing one. */
  constructor(
    private readonly text: string,
    from: number,
    private readonly to: number,
  ) {
    this.at = from;
  }

  /** Decodes one piece; false when that was the last. */
  step(): boolean {
    const start = this.at;
    const end =
      this.to - start <= pieceSize ? this.to : cutBefore(this.text, start, start + pieceSize);
    const value: unknown = JSON.parse(`"${this.text.slice(start, end)}"`);
    this.pieces.push(String(value));
    this.at = end;
    return end < this.to;
  }

  value(): string {
    return this.pieces.length === 1 ? (this.pieces[0] ?? "") : this.pieces.join("");
  }
}

/** A place at or before `at` that is not inside an escape. */
function cutBefore(text: string, start: number, at: number): number {
  const last = text.lastIndexOf("\\", at - 1);
  if (last < at - 6 || last < start) return at;
  let first = last;
  while (first > start && text.charCodeAt(first - 1) === backslash) first--;
  // Before a run of backslashes is always between two escapes; inside one, an even number is.
  return first > start ? first : start + 2 * Math.floor((at - start) / 2);
}

/**
 * For indices of a decoded string in rising order, where they stand in its raw text. `from` is where the raw text begins.
 */
export class RawPositions {
  private decoded = 0;
  private raw: number;
  private nextBackslash: number;

  constructor(
    private readonly text: string,
    from: number,
    private readonly to: number,
  ) {
    this.raw = from;
    this.nextBackslash = this.find(from);
  }

  of(index: number): number {
    for (;;) {
      const plain = this.nextBackslash - this.raw;
      if (this.decoded + plain >= index) {
        this.raw += index - this.decoded;
        this.decoded = index;
        return this.raw;
      }
      const isUnicode = this.text.charCodeAt(this.nextBackslash + 1) === 117;
      this.raw = this.nextBackslash + (isUnicode ? 6 : 2);
      this.decoded += plain + 1;
      this.nextBackslash = this.find(this.raw);
    }
  }

  private find(from: number): number {
    const at = this.text.indexOf("\\", from);
    return at < 0 || at > this.to ? this.to : at;
  }
}
