// In: a run of digits. Out: the North American phone number that begins there or right before it (policy 3). Promises
// constant time.
import { endOfDigits, isDigit } from "@/server/pii/characters";
import { keywordBefore, textBefore } from "@/server/pii/context";
import { isLeftEdge, isRightEdge } from "@/server/pii/edges";
import type { Span, Subject } from "@/server/pii/entities";
import { endOfExtension } from "./phone-extension";

const open = 40;
const close = 41;
const plus = 43;
const one = 49;

/**
 * The number whose first run of digits is `start` to `runEnd`, or null. `isEdge` says that it may begin at `start`.
 * The span may begin before `start`, with a plus sign or the parenthesis of the area code.
 */
export function phoneAt(
  subject: Subject,
  start: number,
  runEnd: number,
  isEdge: boolean,
): Span | null {
  const { text } = subject;
  if (runEnd - start > 11) return null;
  const sign = startOfPlus(text, start);
  if (sign >= 0) {
    const end = text.charCodeAt(start) === one ? endOfTen(text, start + 1) : -1;
    if (end >= 0 && isLeftEdge(text, sign)) return span(text, sign, end);
    if (text.charCodeAt(start) !== one) return null;
  }
  const first = startOfArea(text, start, runEnd);
  if (first === start ? !isEdge : !isLeftEdge(text, first)) return null;
  const end = endOfFormatted(text, first, runEnd);
  if (end >= 0) return isForeign(subject, first) ? null : span(text, first, end);
  if (first !== start || !isBare(text, start, runEnd)) return null;
  return keywordBefore(subject, start) === "phone" ? span(text, start, runEnd) : null;
}

function span(text: string, start: number, end: number): Span | null {
  const extended = endOfExtension(text, end);
  const isWhole = isRightEdge(text, end);
  if (extended === end || !isRightEdge(text, extended))
    return isWhole ? { type: "PHONE", start, end } : null;
  const long: Span = { type: "PHONE", start, end: extended };
  return isWhole ? { ...long, shortEnd: end } : long;
}

/** Where `+` or `%2B` stands right before the digits, or -1. */
function startOfPlus(text: string, start: number): number {
  if (text.charCodeAt(start - 1) === plus) return start - 1;
  const code = text.charCodeAt(start - 1) | 32;
  return code === 98 && text.startsWith("%2", start - 3) ? start - 3 : -1;
}

function startOfArea(text: string, start: number, runEnd: number): number {
  const enclosed = text.charCodeAt(start - 1) === open && text.charCodeAt(runEnd) === close;
  return enclosed && runEnd - start === 3 ? start - 1 : start;
}

function isSeparator(code: number): boolean {
  return code === 32 || code === 45 || code === 46;
}

function skipSeparator(text: string, at: number): number {
  return isSeparator(text.charCodeAt(at)) ? at + 1 : at;
}

/** Ten digits in any grouping, the area code perhaps in parentheses; the end, or -1. */
function endOfTen(text: string, from: number): number {
  let at = skipSeparator(text, from);
  const isEnclosed = text.charCodeAt(at) === open;
  if (isEnclosed) at++;
  let digits = "";
  while (digits.length < 10) {
    if (isEnclosed && digits.length === 3) {
      if (text.charCodeAt(at) !== close) return -1;
      at = skipSeparator(text, at + 1);
    } else if (digits.length > 0) at = skipSeparator(text, at);
    if (!isDigit(text.charCodeAt(at))) return -1;
    digits += text.charAt(at++);
  }
  return isNumber(digits) ? at : -1;
}

/** A number in groups, with or without 1 or 001 before it; the end, or -1. */
function endOfFormatted(text: string, first: number, runEnd: number): number {
  const length = runEnd - first;
  if (text.charCodeAt(first) === open || length === 3) {
    const end = endOfNational(text, first);
    if (end >= 0) return end;
  }
  if (text.charCodeAt(first) === one && (length === 1 || length === 4))
    return endOfNational(text, skipSeparator(text, first + 1));
  if (text.startsWith("001", first) && (length === 3 || length === 6))
    return endOfNational(text, skipSeparator(text, first + 3));
  return -1;
}

function endOfNational(text: string, at: number): number {
  return text.charCodeAt(at) === open ? endOfEnclosed(text, at) : endOfGroups(text, at);
}

/** `(NPA)` and the rest, grouped or not. */
function endOfEnclosed(text: string, at: number): number {
  if (endOfDigits(text, at + 1) !== at + 4 || text.charCodeAt(at + 4) !== close) return -1;
  const exchange = skipSeparator(text, at + 5);
  if (!areDigits(text, exchange, exchange + 3)) return -1;
  const line = skipSeparator(text, exchange + 3);
  if (!areDigits(text, line, line + 4)) return -1;
  const digits = text.slice(at + 1, at + 4) + text.slice(exchange, exchange + 3);
  return isNumber(digits) ? line + 4 : -1;
}

/** `NPA-NXX-XXXX`, each separator a space, a dot or a hyphen. */
function endOfGroups(text: string, at: number): number {
  if (!isSeparator(text.charCodeAt(at + 3)) || !isSeparator(text.charCodeAt(at + 7))) return -1;
  const isFormed =
    areDigits(text, at, at + 3) &&
    areDigits(text, at + 4, at + 7) &&
    areDigits(text, at + 8, at + 12);
  if (!isFormed) return -1;
  return isNumber(text.slice(at, at + 3) + text.slice(at + 4, at + 7)) ? at + 12 : -1;
}

function areDigits(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

/** Area code and exchange: neither begins with 0 or 1 or ends in 11; area code 555 is fictional and allows any. */
function isNumber(digits: string): boolean {
  if (digits.startsWith("555")) return true;
  return isCode(digits, 0) && isCode(digits, 3);
}

function isCode(digits: string, at: number): boolean {
  return digits.charCodeAt(at) >= 50 && !digits.startsWith("11", at + 1);
}

function isBare(text: string, start: number, runEnd: number): boolean {
  const length = runEnd - start;
  if (length === 11) return text.charCodeAt(start) === one && isNumber(text.slice(start + 1));
  return length === 10 && isNumber(text.slice(start, runEnd));
}

const foreignPrefix = /\+[\d .()-]*$/;

/** A country code other than 1 stands before it. */
function isForeign(subject: Subject, start: number): boolean {
  const before = textBefore(subject, start, 9);
  const prefix = foreignPrefix.exec(before)?.[0].replace(/\D/g, "") ?? "";
  return prefix !== "" && prefix !== "1";
}
