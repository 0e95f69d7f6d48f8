// In: a pattern of `*` (any characters) and `?` (one character). Out: whether a text matches it. Promises exact case, one
// pass over the text that never returns further back than the last `*`, and no regular expression (security: T39).

/** Longer patterns are refused, in characters. */
export const maxPatternCharacters = 256;

/** A text as the characters people see as one letter code each, composed (NFC) so that equal looks are equal. */
export function toCharacters(text: string): readonly string[] {
  return [...text.normalize("NFC")];
}

/** At most text × pattern steps, whatever the pattern. */
export function matchesGlob(pattern: readonly string[], text: readonly string[]): boolean {
  let [at, from] = [0, 0];
  // Where the last `*` stands, and how much of the text it has taken.
  let [star, taken] = [-1, 0];
  while (at < text.length) {
    const wanted = pattern[from];
    if (wanted === "*") {
      star = from++;
      taken = at;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[at])) {
      at++;
      from++;
    } else if (star >= 0) {
      // The last `*` takes one more; an earlier one never has to.
      from = star + 1;
      at = ++taken;
    } else return false;
  }
  while (pattern[from] === "*") from++;
  return from === pattern.length;
}
