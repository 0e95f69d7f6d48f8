// In: the raw text of a JSON message. Out: whether anything in it could be personal data. Promises one pass without a copy,
// and never to say no to a text in which a detector would find something, escapes and full-width forms included.
import { isHex } from "./characters";
import { isFoldable } from "./fold";
import { Units } from "./units";

const plain = 0;
/** What may stand between the digits of one number. */
const joint = 1;
const digit = 2;
const colon = 3;
const sign = 4;
const backslash = 5;
const suspect = 6;

const openParenthesis = 40;

const kinds = new Uint8Array(1 << 16);
for (let code = 48; code <= 57; code++) kinds[code] = digit;
for (const one of " .-()+") kinds[one.charCodeAt(0)] = joint;
for (const one of "%&[{") kinds[one.charCodeAt(0)] = sign;
kinds[40] = sign;
kinds[58] = colon;
kinds[64] = suspect;
kinds[92] = backslash;
for (let code = 128; code < kinds.length; code++) if (isFoldable(code)) kinds[code] = joint;
for (let code = 0xff01; code <= 0xff5e; code++) kinds[code] = suspect;
// Commas and marks that end sentences stand in every Chinese text, and in no entity.
for (const one of "！，；？") kinds[one.charCodeAt(0)] = plain;

/** The fewest digits of a phone number, a social security number or a card. */
const fewest = 9;

const stretch = 60_000;
/** More than any entity's digits or colons are apart. */
const overlap = 64;
const units = new Units();

/** Whether a walk over the message could change it. */
export function mayHold(text: string): boolean {
  let isSuspect = false;
  for (let at = 0; at < text.length && !isSuspect; at += stretch) {
    const start = Math.max(0, at - overlap);
    const end = Math.min(text.length, at + stretch);
    units.load(text, start, end);
    isSuspect = isSuspectBetween(text, start - units.base, end - units.base);
  }
  units.release();
  return isSuspect;
}

function isSuspectBetween(text: string, from: number, end: number): boolean {
  const { array, base } = units;
  let digits = 0;
  let dots = 0;
  let colons = 0;
  let lastColon = -9;
  for (let at = endOfQuiet(array, from, end); at < end; at++) {
    const kind = kinds[array[at] ?? 0];
    if (kind === digit) {
      if (++digits >= fewest || (dots >= 3 && digits >= 4)) return true;
    } else if (kind === joint) {
      const code = array[at];
      if (code === 46) dots++;
      else if (code !== 45 && code !== 32) dots = 0;
    } else {
      if (kind === suspect || isTelling(text, base + at, kind ?? suspect)) return true;
      if (kind !== colon) colons = 0;
      else {
        const isBehindGroup = isHex(array[at - 1] ?? 0);
        colons = isBehindGroup && at - lastColon <= 5 ? colons + 1 : Number(isBehindGroup);
        if (colons >= 6) return true;
        lastColon = at;
      }
      if (array[at] !== openParenthesis) digits = 0;
      dots = 0;
    }
    if (kinds[array[at + 1] ?? 0] !== plain) continue;
    digits = 0;
    dots = 0;
    at = endOfQuiet(array, at + 1, end) - 1;
  }
  return false;
}

function isTelling(text: string, at: number, kind: number): boolean {
  if (kind === colon) return text.charCodeAt(at + 1) === 58;
  if (kind === sign) return isMark(text, at, text.charCodeAt(at));
  return isTellingEscape(text, at);
}

/** Over letters and what stands between numbers: a loop of its own, so that nothing else slows it. */
function endOfQuiet(array: Uint16Array, from: number, end: number): number {
  let at = from;
  while (at < end && (kinds[array[at] ?? 0] ?? suspect) < digit) at++;
  return at;
}

/** `%40`, `%2B1`, an entity, or a bracketed word that begins with at: perhaps a written-out `@`. */
function isMark(text: string, at: number, code: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (code === 37) return next === 52;
  if (code === 38) return next === 35 || (next | 32) === 99;
  return (next | 32) === 97 && (text.charCodeAt(at + 2) | 32) === 116;
}

const harmless =
  /^\\u(?:00(?:[01][0-9a-f]|2[127c]|3[bcdef]|[89b-f][0-9a-f]|a[1-9a-f])|0[1-9a-f]..|[1-9a-e]...)/i;
const foldable = /^\\u(?:1680|20[0-6].|2212|3000)/i;
const ampersand = /^\\u0026(?![#c\\])/i;

/** An escape of a character that an entity may consist of. */
function isTellingEscape(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (next === 92) return text.charCodeAt(at + 2) === 117;
  if (next !== 117) return false;
  const escaped = text.slice(at, at + 7);
  if (ampersand.test(escaped)) return false;
  return !harmless.test(escaped) || foldable.test(escaped);
}
