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
  if (text.charCodeAt(at - 1) !== backslash) return false;
  const code = text.charCodeAt(at);
  return code === 110 || code === 114 || code === 116 || code === 98 || code === 102;
}

/**
 * Where the textual escape ends that begins before `at` and reaches to it or beyond it, or -1 when there is none:
 * a letter behind a backslash, four hex digits behind a backslash and u, two behind a percent sign.
 */
export function endOfEscapeAround(text: string, at: number): number {
  if (isEscapeLetter(text, at - 1)) return at;
  for (let sign = at - 1; sign >= at - 3 && sign >= 0; sign--) {
    if (text.charCodeAt(sign) !== percent || !areHex(text, sign + 1, sign + 3)) continue;
    return sign + 3;
  }
  for (let u = at - 1; u >= at - 5 && u > 0; u--)
    if (text.charCodeAt(u) === 117 && text.charCodeAt(u - 1) === backslash)
      return areHex(text, u + 1, u + 5) ? u + 5 : -1;
  return -1;
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
