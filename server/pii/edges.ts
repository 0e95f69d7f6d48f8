// In: a text and an index. Out: whether an entity may begin or end there (policy 1.4 and 1.5). Promises to look at a
// bounded number of characters.
import { isDigit, isHex, isWord } from "./characters";
import { isPlaceholderAt, isPlaceholderBefore } from "./entities";

const backslash = 92;
const percent = 37;
const hyphen = 45;
const dot = 46;

function areHex(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isHex(text.charCodeAt(at))) return false;
  return true;
}

/** Whether the letter at `at` makes, with a backslash before it, one of the escapes \n \r \t \b \f. */
export function isEscapeLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const isOne = code === 110 || code === 114 || code === 116 || code === 98 || code === 102;
  return isOne && text.charCodeAt(at - 1) === backslash;
}

/**
 * Where the textual escape ends that begins before `at` and reaches to it or beyond it, or -1 when there is none:
 * a letter behind a backslash, four hex digits behind a backslash and u, two behind a percent sign.
 */
export function endOfEscapeAround(text: string, at: number): number {
  if (isEscapeLetter(text, at - 1)) return at;
  let sign = at - 1;
  while (sign >= at - 4 && isHex(text.charCodeAt(sign))) sign--;
  const code = text.charCodeAt(sign);
  if (code === percent) return sign >= at - 3 && areHex(text, sign + 1, sign + 3) ? sign + 3 : -1;
  if (code !== 117 || text.charCodeAt(sign - 1) !== backslash) return -1;
  return areHex(text, sign + 1, sign + 5) ? sign + 5 : -1;
}

function endsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1);
  if (isWord(code)) return endOfEscapeAround(text, at) !== at;
  // What was an entity stays one, so that redacting twice changes nothing.
  return code === 93 && isPlaceholderBefore(text, at);
}

function beginsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isWord(code) || (code === 91 && isPlaceholderAt(text, at));
}

/** Whether PHONE, SSN, CREDIT_CARD or IP may begin at `start`. */
export function isLeftEdge(text: string, start: number): boolean {
  const code = text.charCodeAt(start - 1);
  if (code === hyphen) return !endsWord(text, start - 1);
  if (code === dot) return !isDigit(text.charCodeAt(start - 2));
  return !endsWord(text, start);
}

/** Whether PHONE, SSN, CREDIT_CARD or IP may end before `end`. */
export function isRightEdge(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  if (code === hyphen) return !beginsWord(text, end + 1);
  if (code === dot) return !isDigit(text.charCodeAt(end + 1));
  return !beginsWord(text, end);
}
