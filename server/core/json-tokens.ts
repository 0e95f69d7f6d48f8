// The tokens of JSON (RFC 8259 §7, §6, §3): each function takes a text and where a token begins, and returns where it ends.

export type JsonFaultReason = "syntax" | "depth" | "duplicate_key" | "lone_surrogate" | "too_many";

/** Why a text was refused, and at which UTF-16 index. The message never quotes the text. */
export class JsonFault extends Error {
  constructor(
    readonly reason: JsonFaultReason,
    readonly at: number,
  ) {
    super(`not acceptable JSON: ${reason} at ${at}`);
    this.name = "JsonFault";
  }
}

export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    // The common case first; every space of JSON is at most 32.
    if (code > 32) return at;
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at++;
  }
}

/** `from` stands on the opening quote; returns the index after the closing one. */
export function endOfString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) at = endOfEscape(text, at);
    // Also false for the NaN behind the end of the text.
    else if (!(code >= 32)) throw new JsonFault("syntax", at);
    else if ((code & 0xf800) === 0xd800) at = endOfPair(text, at);
    else at++;
  }
}

function endOfEscape(text: string, at: number): number {
  const code = text.charCodeAt(at + 1);
  if (code !== 117) {
    if ('"\\/bfnrt'.includes(text.charAt(at + 1)) && at + 1 < text.length) return at + 2;
    throw new JsonFault("syntax", at);
  }
  const unit = hexUnit(text, at + 2);
  if ((unit & 0xf800) !== 0xd800) return at + 6;
  const second = text.startsWith("\\u", at + 6) ? hexUnit(text, at + 8) : 0;
  if (unit >= 0xdc00 || (second & 0xfc00) !== 0xdc00) throw new JsonFault("lone_surrogate", at);
  return at + 12;
}

function endOfPair(text: string, at: number): number {
  const paired = text.charCodeAt(at) < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  if (!paired) throw new JsonFault("lone_surrogate", at);
  return at + 2;
}

function hexUnit(text: string, from: number): number {
  let unit = 0;
  for (let at = from; at < from + 4; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0) throw new JsonFault("syntax", at);
    unit = unit * 16 + digit;
  }
  return unit;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

export function isDigitOrMinus(code: number): boolean {
  return code === 45 || (code >= 48 && code <= 57);
}

export function endOfNumber(text: string, from: number): number {
  const first = text.charCodeAt(from) === 45 ? from + 1 : from;
  let at = text.charCodeAt(first) === 48 ? first + 1 : endOfDigits(text, first);
  if (text.charCodeAt(at) === 46) at = endOfDigits(text, at + 1);
  if ((text.charCodeAt(at) | 32) !== 101) return at;
  const sign = text.charCodeAt(at + 1);
  return endOfDigits(text, sign === 43 || sign === 45 ? at + 2 : at + 1);
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code >= 48 && code <= 57)) break;
    at++;
  }
  if (at === from) throw new JsonFault("syntax", at);
  return at;
}

export function endOfWord(text: string, from: number, word: string): number {
  if (!text.startsWith(word, from)) throw new JsonFault("syntax", from);
  return from + word.length;
}
