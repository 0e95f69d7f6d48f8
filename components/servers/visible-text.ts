// Characters nobody sees: controls, zero width, bidirectional, tags, private use. A tool's name or description may hide
// words for the model in them (security: T57, T60).
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu;
const layout = /[\n\t\r]/;

export type VisibleText = { text: string; hidden: boolean };

/** The text with every hidden character spelled out as its code point, and whether there was any. */
export function visibleText(text: string): VisibleText {
  let found = false;
  const shown = text.replace(hidden, (character) => {
    if (layout.test(character)) return character;
    found = true;
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
  return { text: shown, hidden: found };
}
