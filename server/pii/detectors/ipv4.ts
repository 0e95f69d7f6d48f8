// In: a run of digits. Out: where an IPv4 address that begins there ends (policy 6). Promises to tell it from versions,
// longer numbers, host and file names, looking at a bounded number of characters.
import { isDigit, isLatin, isWord } from "@/server/pii/characters";
import { isLeftEdge, isRightEdge } from "@/server/pii/edges";
import { isPlaceholderAt, type Subject } from "@/server/pii/entities";
import { isVersion } from "./version";

const dot = 46;
const hyphen = 45;

/** The end of the address at `start`, or -1. `isEdge` says that it may begin there. */
export function endOfIpv4(subject: Subject, start: number, isEdge: boolean): number {
  const { text } = subject;
  const end = endOfQuad(text, start);
  if (end < 0) return -1;
  if (!isEdge && !followsRange(text, start)) return -1;
  if (!isRightEdge(text, end) && !beginsRange(text, end)) return -1;
  if (isName(text, end)) return -1;
  return isVersion(subject, start, end) ? -1 : end;
}

/** Four decimal parts up to 255 without leading zeros; -1 when the form is another. */
export function endOfQuad(text: string, start: number): number {
  let at = start;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.charCodeAt(at++) !== dot) return -1;
    const first = at;
    let value = 0;
    while (isDigit(text.charCodeAt(at)) && at < first + 4)
      value = value * 10 + text.charCodeAt(at++) - 48;
    if (at === first || value > 255) return -1;
    if (at > first + 1 && text.charCodeAt(first) === 48) return -1;
  }
  return isDigit(text.charCodeAt(at)) ? -1 : at;
}

/** `10.0.0.1-10.0.0.9` from its end. */
function followsRange(text: string, start: number): boolean {
  if (text.charCodeAt(start - 1) !== hyphen) return false;
  let at = start - 1;
  while (at > start - 17 && (isDigit(text.charCodeAt(at - 1)) || text.charCodeAt(at - 1) === dot))
    at--;
  return endOfQuad(text, at) === start - 1 && isLeftEdge(text, at);
}

function beginsRange(text: string, end: number): boolean {
  if (text.charCodeAt(end) !== hyphen) return false;
  const second = endOfQuad(text, end + 1);
  return second > 0 && isRightEdge(text, second);
}

/** A host or file name goes on behind the number, or the metadata of a version. */
function isName(text: string, end: number): boolean {
  const next = text.charCodeAt(end + 1);
  if (text.charCodeAt(end) === dot) return isLatin(next);
  if (text.charCodeAt(end) !== 43) return false;
  return isPlaceholderAt(text, end + 1) || (isWord(next) && endOfQuad(text, end + 1) < 0);
}
