// In: a colon. Out: the IPv6 address around it (policy 6). Promises to walk each run of hex digits, colons and dots once.
import { isAsciiLetter, isHex, isWord } from "@/server/pii/characters";
import { endOfEscapeAround, isLeftEdge, isRightEdge } from "@/server/pii/edges";
import {
  isPlaceholderAt,
  isPlaceholderBefore,
  type Span,
  type Subject,
} from "@/server/pii/entities";
import { endOfQuad } from "./ipv4";
import { isTopLevel } from "./tlds";

const colon = 58;
const dot = 46;
const percent = 37;
const longestRun = 64;

/** The run around a colon: where it ends, and the address that it is, if it is one. */
export type Run = { end: number; span: Span | null };

function isRunCharacter(code: number): boolean {
  return code === colon || code === dot || isHex(code);
}

/** The run around the colon at `at`; nothing before `from` belongs to it, and behind `to` nobody asks for its end. */
export function runAround(subject: Subject, at: number, from: number, to: number): Run {
  const { text } = subject;
  const limit = to + longestRun;
  let end = at + 1;
  let colons = 1;
  let isDouble = false;
  for (; end < limit && isRunCharacter(text.charCodeAt(end)); end++) {
    if (text.charCodeAt(end) !== colon) continue;
    colons++;
    if (text.charCodeAt(end - 1) === colon) isDouble = true;
  }
  // Times and ports end here: one colon too few for an address, and none doubled.
  if ((!isDouble && colons < 6) || end - at > longestRun) return { end, span: null };
  let start = at;
  while (start > from && start > at - longestRun && isRunCharacter(text.charCodeAt(start - 1)))
    start--;
  return { end, span: addressIn(text, start, end) };
}

function addressIn(text: string, runStart: number, runEnd: number): Span | null {
  if (isWord(text.charCodeAt(runEnd)) || isPlaceholderAt(text, runEnd)) return null;
  const start = startWithoutLabel(text, runStart, runEnd);
  if (start < 0) return null;
  const end = endOfAddress(text, start, runEnd);
  if (end < 0 || isSubscript(text, start, end)) return null;
  const zoned = endOfZone(text, end);
  if (!isRightEdge(text, zoned)) return null;
  return zoned === end
    ? { type: "IP", start, end }
    : { type: "IP", start, end: zoned, shortEnd: end };
}

/** Sets aside a leading escape or `label:`; -1 when the run goes on to the left in another way. */
function startWithoutLabel(text: string, runStart: number, runEnd: number): number {
  const behind = endOfEscapeAround(text, runStart + 1);
  if (behind > runStart && behind < runEnd) return behind;
  const before = text.charCodeAt(runStart - 1);
  const isFirst = text.charCodeAt(runStart) === colon && text.charCodeAt(runStart + 1) !== colon;
  if (isWord(before) && endOfEscapeAround(text, runStart) !== runStart) {
    const label = text.indexOf(":", runStart);
    return label < runEnd - 1 && isLabel(text, label) ? label + 1 : -1;
  }
  if (before === 93 && isPlaceholderBefore(text, runStart)) return -1;
  if (isFirst) return runStart + 1;
  return isLeftEdge(text, runStart) ? runStart : -1;
}

/** One colon behind a word: two would be a scope. */
function isLabel(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (text.charCodeAt(at + 1) !== colon) return isWord(before);
  return text.charCodeAt(at + 2) === colon && isWord(before);
}

/** The end of the address that begins at `start` and fills the run, but for a last dot or colon; or -1. */
function endOfAddress(text: string, start: number, runEnd: number): number {
  if (isAddress(text, start, runEnd)) return runEnd;
  let end = runEnd;
  while (end > start && text.charCodeAt(end - 1) === dot) end--;
  if (end === runEnd && text.charCodeAt(end - 1) === colon) end--;
  return end < runEnd && isAddress(text, start, end) ? end : -1;
}

/** RFC 4291 §2.2: eight groups, or fewer around one `::`; the last two may be written as an IPv4 address. */
function isAddress(text: string, start: number, end: number): boolean {
  if (end - start > 45 || end - start < 3) return false;
  if (end - start === 3 && text.startsWith("::1", start)) return true;
  const shape = readGroups(text, start, end);
  if (!shape) return false;
  if (!shape.isCompressed) return shape.count === 8 && !shape.isAllPairs;
  return shape.count >= 2 && shape.count <= 7 && shape.hasDigit;
}

type Shape = { count: number; isCompressed: boolean; isAllPairs: boolean; hasDigit: boolean };

function readGroups(text: string, start: number, end: number): Shape | null {
  const shape: Shape = { count: 0, isCompressed: false, isAllPairs: true, hasDigit: false };
  let at = start;
  while (at < end) {
    if (text.charCodeAt(at) === colon) {
      const isDouble = text.charCodeAt(at + 1) === colon && at + 1 < end;
      if (isDouble && shape.isCompressed) return null;
      if (!isDouble && (at === start || at + 1 === end)) return null;
      if (isDouble) shape.isCompressed = true;
      at += isDouble ? 2 : 1;
      if (isDouble && text.charCodeAt(at) === colon) return null;
      continue;
    }
    const groupEnd = endOfGroup(text, at, shape);
    if (groupEnd === at) return null;
    shape.count++;
    if (text.charCodeAt(groupEnd) === dot && groupEnd < end) {
      shape.count++;
      shape.hasDigit = true;
      return endOfQuad(text, at) === end ? shape : null;
    }
    if (groupEnd - at > 4) return null;
    if (groupEnd - at !== 2) shape.isAllPairs = false;
    at = groupEnd;
  }
  return shape;
}

function endOfGroup(text: string, start: number, shape: Shape): number {
  let at = start;
  for (; isHex(text.charCodeAt(at)); at++) if (text.charCodeAt(at) <= 57) shape.hasDigit = true;
  return at;
}

/** The bracket behind a host name, as mail servers log it: `mail.example.com[::1]`. */
const hostName =
  /(?:^|[^A-Za-z0-9_.-])(?:localhost|unknown|(?:[A-Za-z0-9-]+\.){2,}([A-Za-z]{2,}))$/;
const longestHost = 128;

/** `a[1::2]`: plain numbers, as many as a slice has, in a bracket right behind a name or a closing bracket. */
function isSubscript(text: string, start: number, end: number): boolean {
  let colons = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isAsciiLetter(code) || (code === colon && ++colons > 2)) return false;
  }
  let at = start - 1;
  while (at > start - longestRun) {
    if (/[0-9:, -]/.test(text.charAt(at))) at--;
    // A number that was redacted counts as one.
    else if (isPlaceholderBefore(text, at + 1)) at = text.lastIndexOf("[", at) - 1;
    else break;
  }
  if (text.charCodeAt(at) !== 91) return false;
  const before = text.charCodeAt(at - 1);
  if (before === 41 || before === 93) return true;
  return isWord(before) && endOfEscapeAround(text, at) !== at && !isHost(text, start, at);
}

/** Whether the bracket at `open` is right before `start`, and right behind the name of a host. */
function isHost(text: string, start: number, open: number): boolean {
  if (open !== start - 1) return false;
  const match = hostName.exec(text.slice(Math.max(0, open - longestHost), open));
  return match !== null && (match[1] === undefined || isTopLevel(match[1].toLowerCase()));
}

const zoneName =
  /%(?:25(?![A-Za-z0-9_])|(?:25)?[A-Za-z0-9_]{1,32}(?:[.-][A-Za-z0-9_]{1,32}){0,4})/y;
// Percent escapes of characters that stand between words; decimal ones may also be the number of an interface.
const percentEscape =
  /%(?:2[a-f]|3[a-f]|5[b-f]|7[b-e]|0[ad]|[89a-f][0-9a-f](?=%)|2[0-46-9](?=[A-Za-z_])|09|2[02]%)/iy;

/** Behind `%eth0` or `%25eth0`. */
function endOfZone(text: string, end: number): number {
  if (text.charCodeAt(end) !== percent) return end;
  percentEscape.lastIndex = end;
  if (percentEscape.test(text)) return end;
  zoneName.lastIndex = end;
  return zoneName.test(text) ? zoneName.lastIndex : end;
}
