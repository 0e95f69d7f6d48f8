// In: a text. Out: a copy of the same length on which detectors match (policy 1.2). Promises that index n of the copy
// stands for index n of the text.
const hyphen = 45;

/** Whether a character may be something else in the folded copy. */
export function isFoldable(code: number): boolean {
  if (code < 0x2000) return code === 0xa0 || code === 0x1680;
  if (code <= 0x205f) return isWideSpace(code) || isDash(code);
  return code === 0x2212 || code === 0x3000 || (code >= 0xff01 && code <= 0xff5e);
}

/**
 * Whether folding the character at `at` can matter to a detector. Most dashes, no-break spaces and full-width commas stand
 * between words, and a text with no other ones is matched as it is.
 */
export function mattersFolded(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 0xff01) {
    const ascii = code - 0xfee0;
    if (isAsciiWord(ascii) || ascii === 64 || ascii === 46) return true;
  }
  return isNeighbour(text.charCodeAt(at - 1), code) || isNeighbour(text.charCodeAt(at + 1), code);
}

const brackets = new Set([..."()[]{}"].map((sign) => sign.charCodeAt(0)));

function isNeighbour(beside: number, code: number): boolean {
  if (isFoldedDigit(beside) || brackets.has(beside)) return true;
  return code >= 0xff01 && (isAsciiWord(beside) || beside >= 0xff01);
}

function isAsciiWord(code: number): boolean {
  const lower = code | 32;
  return (code >= 48 && code <= 57) || (lower >= 97 && lower <= 122) || code === 95;
}

function isWideSpace(code: number): boolean {
  return code <= 0x200a || code === 0x202f || code === 0x205f;
}

function isDash(code: number): boolean {
  return (code >= 0x2010 && code <= 0x2015) || code === 0x2212;
}

function isFoldedDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 0xff10 && code <= 0xff19);
}

function foldOne(text: string, at: number, code: number): number {
  if (code >= 0xff01) return code - 0xfee0;
  if (!isDash(code)) return 32;
  const between = isFoldedDigit(text.charCodeAt(at - 1)) && isFoldedDigit(text.charCodeAt(at + 1));
  return between ? hyphen : code;
}

/** Full-width forms become ASCII, Unicode spaces a space, dashes between digits a hyphen; the length stays. */
export function fold(text: string, from: number, to: number): string {
  const pieces: string[] = [];
  const units = new Uint16Array(8192);
  for (let at = from; at < to; ) {
    const count = Math.min(units.length, to - at);
    for (let index = 0; index < count; index++) {
      const code = text.charCodeAt(at + index);
      units[index] = isFoldable(code) ? foldOne(text, at + index, code) : code;
    }
    pieces.push(Reflect.apply(String.fromCharCode, null, units.subarray(0, count)));
    at += count;
  }
  return pieces.join("");
}
