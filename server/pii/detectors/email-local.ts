// In: where an `@` begins. Out: where the local part before it begins (policy 2). Promises to read 64 characters at most,
// percent escapes counting as one.
import { family, isAsciiLetter, isDigit, isHex, isLetter } from "@/server/pii/characters";
import { isEscapeLetter } from "@/server/pii/edges";
import { isPlaceholderBefore } from "@/server/pii/entities";
import { isBracketed, type MarkKind } from "./email-mark";

const longest = 64;
const dot = 46;

/** The start of the local part that ends at `end`, or -1; nothing before `from` belongs to it. */
export function startOfLocal(text: string, end: number, from: number, kind: MarkKind): number {
  const last = text.charCodeAt(end - 1);
  if (last === dot || end <= from) return -1;
  const local = new Local(text, from, kind, family(last));
  const stop = local.walk(end);
  if (stop < 0 || isPlaceholderBefore(text, stop) || isHandle(text, stop)) return -1;
  let start = stop;
  while (start < end && isTrimmed(text, start)) start += text.charCodeAt(start) === 37 ? 3 : 1;
  return start < end ? start : -1;
}

/** It starts with a letter, a digit or `_`. */
function isTrimmed(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === dot || code === 43 || code === 45 || code === 39 || code === 37;
}

function isHandle(text: string, start: number): boolean {
  return text.charCodeAt(start - 1) === 64 || text.startsWith("%40", start - 3);
}

class Local {
  private count = 0;

  constructor(
    private readonly text: string,
    private readonly from: number,
    private readonly kind: MarkKind,
    private readonly script: string,
  ) {}

  /** Goes left from `end`; returns where it must stop, or -1 when the part is too long. */
  walk(end: number): number {
    const { from } = this;
    let at = end;
    while (at > from) {
      const step = this.step(at);
      if (step === 0) break;
      if (++this.count > longest) return -1;
      at -= step;
    }
    return at > from ? this.behindEscape(at, end) : at;
  }

  /** How many characters belong to the part as one, right before `at`; 0 when it ends here. */
  private step(at: number): number {
    const { text } = this;
    const code = text.charCodeAt(at - 1);
    if (this.kind === "percent" && text.charCodeAt(at - 3) === 37 && isHexPair(text, at - 2))
      return /^(?:2b|2e|2d|5f)$/i.test(text.slice(at - 2, at)) ? 3 : 0;
    if (isAsciiLetter(code)) return this.script === "latin" ? 1 : 0;
    if (isDigit(code) || code === 95 || code === 43 || code === 45) return 1;
    if (code === dot) return text.charCodeAt(at) === dot ? 0 : 1;
    if (code === 39) return this.isApostrophe(at) ? 1 : 0;
    if (code >= 128) return isLetter(code) && family(code) === this.script ? 1 : 0;
    return this.kind === "bracket" ? dotBefore(text, at) : 0;
  }

  private isApostrophe(at: number): boolean {
    return isLetter(this.text.charCodeAt(at)) && isLetter(this.text.charCodeAt(at - 2));
  }

  /** An escape before the part never belongs to it (policy 1.5). */
  private behindEscape(at: number, end: number): number {
    const { text } = this;
    const before = text.charCodeAt(at - 1);
    if (before === 37) return isHexPair(text, at) ? Math.min(at + 2, end) : at;
    if (this.kind === "percent" && text.charCodeAt(at - 3) === 37) return at;
    if (before !== 92) return at;
    if (isEscapeLetter(text, at)) return at + 1;
    const isUnicode =
      text.charCodeAt(at) === 117 && isHexPair(text, at + 1) && isHexPair(text, at + 3);
    return isUnicode ? Math.min(at + 5, end) : at;
  }
}

function isHexPair(text: string, at: number): boolean {
  return isHex(text.charCodeAt(at)) && isHex(text.charCodeAt(at + 1));
}

/** The length of a `[dot]` right before `at`, one space on each side included; 0 when there is none. */
function dotBefore(text: string, at: number): number {
  let start = text.charCodeAt(at - 1) === 32 ? at - 1 : at;
  if (!isBracketed(text, start - 5, "dot")) return 0;
  start -= 5;
  if (text.charCodeAt(start - 1) === 32) start--;
  return at - start;
}
