// In: text that somebody else chose. Out: the same text with every character spelled out that is not seen, breaks a line
// or commands a terminal. Promises one line, whatever came in (security: T93).

// Most texts are these alone, and are told so many times faster than by looking for each that is unseen.
const plain = /^[\x20-\x7e]*$/;
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/gu;

/** `\u{1b}` for an escape, `\u{2028}` for a line separator. */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(unseen, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}

/** JSON of one line for any reader: also what JSON leaves bare, such as U+2028, is escaped. The value is the same. */
export function oneLineJson(value: unknown): string {
  const json = JSON.stringify(value);
  return plain.test(json) ? json : json.replace(unseen, (one) => escaped(one));
}

function escaped(character: string): string {
  // By code unit, as JSON writes what lies beyond the first plane.
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
