// In: a character that may begin a written-out `@`. Out: which spelling stands there and from where to where (policy 2).
// Promises constant time.
export type MarkKind = "plain" | "percent" | "escaped" | "bracket";

export type Mark = { kind: MarkKind; start: number; end: number };

const entity = /^&(?:#0{0,4}64|#x0{0,4}40|commat);/i;
const closers: Record<number, number> = { 40: 41, 91: 93, 123: 125 };

/** The mark that begins at `at`, whose code unit is `code`, or null. */
export function markAt(text: string, at: number, code: number): Mark | null {
  if (code === 64) return { kind: "plain", start: at, end: at + 1 };
  if (code === 37) return text.startsWith("40", at + 1) ? mark("percent", at, at + 3) : null;
  if (code === 38) return entityAt(text, at);
  if (code === 92) return text.startsWith("u0040", at + 1) ? unicodeAt(text, at) : null;
  return isBracketed(text, at, "at") ? mark("bracket", at, at + 4) : null;
}

function mark(kind: MarkKind, start: number, end: number): Mark {
  return { kind, start, end };
}

function entityAt(text: string, at: number): Mark | null {
  const next = text.charCodeAt(at + 1);
  if (next !== 35 && (next | 32) !== 99) return null;
  const length = entity.exec(text.slice(at, at + 10))?.[0].length;
  return length === undefined ? null : mark("escaped", at, at + length);
}

/** Nested JSON puts more backslashes before it; all of them belong to the mark. */
function unicodeAt(text: string, at: number): Mark {
  let start = at;
  while (start > at - 16 && text.charCodeAt(start - 1) === 92) start--;
  return mark("escaped", start, at + 6);
}

/** Whether a bracket at `at` encloses `word` and is closed by its own kind. */
export function isBracketed(text: string, at: number, word: "at" | "dot"): boolean {
  const closer = closers[text.charCodeAt(at)];
  if (closer === undefined || text.charCodeAt(at + 1 + word.length) !== closer) return false;
  return text.slice(at + 1, at + 1 + word.length).toLowerCase() === word;
}
