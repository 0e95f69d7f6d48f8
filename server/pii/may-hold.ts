// In: the raw text of a JSON message. Out: whether anything in it could be personal data. Promises one pass without a copy,
// and never to say no to a text in which a detector would find something, escapes and full-width forms included.
import { isHex } from "./characters";
import { isFoldable } from "./fold";
import { Units } from "./units";

const plain = 0;
const digit = 1;
/** What may stand between the digits of one number. */
const joint = 2;
const colon = 3;
const sign = 4;
const backslash = 5;
const suspect = 6;

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
const units = new Units();

/** Whether a walk over the message could change it. */
export function mayHold(text: string): boolean {
  const probe = new Probe();
  let isSuspect = false;
  for (let at = 0; at < text.length && !isSuspect; at += stretch) {
    const end = Math.min(text.length, at + stretch);
    // What an escape or a sign is followed by is there too.
    units.load(text, at, Math.min(text.length, end + 16));
    isSuspect = probe.finds(text, at - units.base, end - units.base);
  }
  units.release();
  return isSuspect;
}

/** What was counted up to here. */
class Probe {
  private digits = 0;
  private dots = 0;
  private colons = 0;
  private lastColon = -9;

  finds(text: string, from: number, end: number): boolean {
    const { array, base } = units;
    for (let at = from; at < end; at++) {
      const kind = kinds[array[at] ?? 0];
      if (kind === plain) {
        this.digits = 0;
        this.dots = 0;
        while (kinds[array[at + 1] ?? 0] === plain && at + 1 < end) at++;
      } else if (kind === digit) {
        if (++this.digits >= fewest || (this.dots >= 3 && this.digits >= 4)) return true;
      } else if (kind === joint) this.joint(array[at] ?? 0);
      else if (this.isTelling(text, base + at, kind ?? suspect)) return true;
    }
    return false;
  }

  private joint(code: number): void {
    if (code === 46) this.dots++;
    else if (code !== 45 && code !== 32) this.dots = 0;
  }

  private isTelling(text: string, at: number, kind: number): boolean {
    if (kind === colon) return this.isAddress(text, at);
    if (kind === sign && text.charCodeAt(at) === 40) return isMark(text, at, 40);
    this.digits = 0;
    this.dots = 0;
    if (kind === sign) return isMark(text, at, text.charCodeAt(at));
    return kind === suspect || isTellingEscape(text, at);
  }

  /** Two colons together, or six not more than a group apart. */
  private isAddress(text: string, at: number): boolean {
    this.digits = 0;
    this.dots = 0;
    const isBehindGroup = isHex(text.charCodeAt(at - 1));
    this.colons = isBehindGroup && at - this.lastColon <= 5 ? this.colons + 1 : 1;
    this.lastColon = at;
    return this.colons >= 6 || text.charCodeAt(at + 1) === 58;
  }
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
