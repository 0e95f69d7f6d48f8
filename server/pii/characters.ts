// In: a UTF-16 code unit. Out: what kind of character it is. Promises constant time; NaN, which is what stands behind a
// text's end, is of no kind.
const digitBit = 1;
const hexBit = 2;
const letterBit = 4;

const ascii = new Uint8Array(128);
for (let code = 48; code <= 57; code++) ascii[code] = digitBit | hexBit;
for (let code = 97; code <= 122; code++) {
  const bits = code <= 102 ? letterBit | hexBit : letterBit;
  ascii[code] = bits;
  ascii[code - 32] = bits;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isHex(code: number): boolean {
  return code < 128 && ((ascii[code] ?? 0) & hexBit) !== 0;
}

export function isAsciiLetter(code: number): boolean {
  return code < 128 && ((ascii[code] ?? 0) & letterBit) !== 0;
}

export function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** Letters of the Latin script beyond ASCII. */
export function isAccented(code: number): boolean {
  if (code < 0xc0) return code === 0xaa || code === 0xba;
  if (code <= 0x24f) return code !== 0xd7 && code !== 0xf7;
  return code >= 0x1e00 && code <= 0x1eff;
}

export function isLatin(code: number): boolean {
  return code < 128 ? isAsciiLetter(code) : isAccented(code);
}

/** Clause 1.3: ASCII letters, digits, `_` and accented Latin letters. */
export function isWord(code: number): boolean {
  if (code < 128) return (ascii[code] ?? 0) !== 0 || code === 95;
  return isAccented(code);
}

/** More digits than any entity has: a longer run is none, wherever it ends. */
const mostDigits = 24;

/** Behind the last digit of the run that goes on at `at`, or behind its first two dozen. */
export function endOfDigits(text: string, at: number): number {
  let end = at;
  while (end < at + mostDigits && isDigit(text.charCodeAt(end))) end++;
  return end;
}

// Beginnings of Unicode blocks and the family of their letters; scripts that are written together are one family.
const families: [number, string][] = [
  [0x00, "latin"],
  [0x370, "greek"],
  [0x400, "cyrillic"],
  [0x530, "armenian"],
  [0x590, "hebrew"],
  [0x600, "arabic"],
  [0x700, "syriac"],
  [0x750, "arabic"],
  [0x780, "thaana"],
  [0x8a0, "arabic"],
  [0x900, "indic"],
  [0xe00, "thai"],
  [0xe80, "lao"],
  [0xf00, "tibetan"],
  [0x1000, "myanmar"],
  [0x10a0, "georgian"],
  [0x1100, "east asian"],
  [0x1200, "ethiopic"],
  [0x13a0, "other"],
  [0x1780, "khmer"],
  [0x1800, "other"],
  [0x1e00, "latin"],
  [0x1f00, "greek"],
  [0x2000, "other"],
  [0x2e80, "east asian"],
  [0xa000, "other"],
  [0xac00, "east asian"],
  [0xd800, "other"],
  [0xf900, "east asian"],
  [0xfb00, "latin"],
  [0xfb1d, "hebrew"],
  [0xfb50, "arabic"],
  [0xfe00, "other"],
  [0xfe70, "arabic"],
  [0xff00, "east asian"],
];

/** The script family of a letter; digits and signs of ASCII are Latin. */
export function family(code: number): string {
  if (code < 0x370) return "latin";
  let name = "other";
  for (const [start, of] of families) {
    if (start > code) break;
    name = of;
  }
  return name;
}

const letterOrMark = /[\p{L}\p{M}]/u;

/** Letters of any script, and the marks that are written on them. */
export function isLetter(code: number): boolean {
  if (code < 128) return isAsciiLetter(code);
  if (isAccented(code)) return true;
  return (code & 0xf800) !== 0xd800 && letterOrMark.test(String.fromCharCode(code));
}
