// In: a colon. Out: the IPv6 address around it (policy 6). Promises to walk each run of hex digits, colons and dots once.
import { isAsciiLetter, isHex, isWord } from "@/server/pii/characters";
import { endOfEscapeAround, isLeftEdge, isRightEdge } from "@/server/pii/edges";
import {
  isPlaceholderAt,
  isPlaceholderBefore,
  type Span,
  type Subject,
} from "@/server/pii/entities";

const colon = 58;
const dot = 46;
const percent = 37;
const longestRun = 64;

/** The run around a colon: where it ends, and the address that it is, if it is one. */
export type Run = { end: number; span: Span | null };

function isRunCharacter(code: number): boolean {
  return code === colon || code === dot || isHex(code);
}

/** The run around the colon at `at`; nothing before `from` belongs to it. */
export function runAround(subject: Subject, at: number, from: number): Run {
  const { text } = subject;
  let end = at + 1;
  while (isRunCharacter(text.charCodeAt(end))) end++;
  if (end - at > longestRun) return { end, span: null };
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
  return isRightEdge(text, zoned) ? { type: "IP", start, end: zoned } : null;
}

/** Sets aside a leading escape or `label:`; -1 when the run goes on to the left in another way. */
function startWithoutLabel(text: string, runStart: number, runEnd: number): number {
  const behind = endOfEscapeAround(text, runStart + 1);
  if (behind > runStart && behind < runEnd) return behind;
  const before = text.charCodeAt(runStart - 1);
  const isFirst = text.charCodeAt(runStart) === colon && text.charCodeAt(runStart + 1) !== colon;
  if (isWord(before)) {
    if (endOfEscapeAround(text, runStart) === runStart) return runStart;
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
  if (isAddress(text.slice(start, runEnd))) return runEnd;
  let end = runEnd;
  while (end > start && text.charCodeAt(end - 1) === dot) end--;
  if (end === runEnd && text.charCodeAt(end - 1) === colon) end--;
  return end < runEnd && isAddress(text.slice(start, end)) ? end : -1;
}

const quad = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const group = /^[0-9a-f]{1,4}$/i;

function isAddress(run: string): boolean {
  if (run.length > 45 || run.length < 3) return false;
  if (run === "::1") return true;
  const halves = run.split("::");
  if (halves.length > 2) return false;
  const left = groupsOf(halves[0] ?? "", halves.length === 1);
  const right = groupsOf(halves[1] ?? "", true);
  if (!left || !right) return false;
  const count = left.count + right.count;
  if (halves.length === 1) return left.count === 8 && !left.isAllPairs;
  return count >= 2 && count <= 7 && /[0-9]/.test(run);
}

type Groups = { count: number; isAllPairs: boolean };

/** The groups of one half; the last may be an IPv4 address, which counts as two. */
function groupsOf(half: string, mayEndInQuad: boolean): Groups | null {
  if (half === "") return { count: 0, isAllPairs: false };
  const parts = half.split(":");
  const last = parts.length - 1;
  const isQuad = mayEndInQuad && quad.test(parts[last] ?? "");
  for (let index = 0; index < (isQuad ? last : parts.length); index++)
    if (!group.test(parts[index] ?? "")) return null;
  const isAllPairs = parts.every((part) => part.length === 2);
  return { count: isQuad ? parts.length + 1 : parts.length, isAllPairs };
}

/** `a[1::2]`: plain numbers in a bracket that stands right behind a name or a closing bracket. */
function isSubscript(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isAsciiLetter(text.charCodeAt(at))) return false;
  let at = start - 1;
  while (at > start - longestRun && /[0-9:, -]/.test(text.charAt(at))) at--;
  if (text.charCodeAt(at) !== 91) return false;
  const before = text.charCodeAt(at - 1);
  return (isWord(before) && endOfEscapeAround(text, at) !== at) || before === 41 || before === 93;
}

const zoneName = /^%(?:25)?[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*/;
const bareZone = /^%25(?![A-Za-z0-9_])/;
// Percent escapes of characters that stand between words; decimal ones may also be the number of an interface.
const escaped =
  /^%(?:2[a-f]|3[a-f]|5[b-f]|7[b-e]|0[ad]|[89a-f][0-9a-f](?=%)|2[0-46-9](?=[A-Za-z_])|09|2[02]%)/i;

/** Behind `%eth0` or `%25eth0`. */
function endOfZone(text: string, end: number): number {
  if (text.charCodeAt(end) !== percent) return end;
  const following = text.slice(end, end + 36);
  if (escaped.test(following)) return end;
  const match = zoneName.exec(following) ?? bareZone.exec(following);
  return match ? end + match[0].length : end;
}

/** Whether the colon at `at` can be part of an address: cheap, and true for few. */
export function isAddressColon(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  const previous = text.charCodeAt(at - 1);
  if (next === colon) return isHex(previous) || isHex(text.charCodeAt(at + 2));
  return isHex(next) && isHex(previous);
}
