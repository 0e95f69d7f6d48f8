// In: a run of digits. Out: where a payment card number that begins there ends (policy 5). Promises constant time.
import { endOfDigits, isDigit } from "@/server/pii/characters";
import { textBefore } from "@/server/pii/context";
import { isRightEdge } from "@/server/pii/edges";
import type { Subject } from "@/server/pii/entities";

const groupings = new Set(["4-4-4-4", "4-4-4-4-3", "4-6-5", "4-6-4"]);
const maestro = new Set(
  "5018 5020 5038 5612 5893 6304 6390 6759 6761 6762 6763".split(" ").map(Number),
);

/** The end of the number whose first run of digits is `start` to `runEnd`, or -1. The left edge is the caller's. */
export function endOfCard(subject: Subject, start: number, runEnd: number): number {
  const { text } = subject;
  const length = runEnd - start;
  if (length === 4) return endOfGrouped(subject, start);
  if (length < 12 || length > 19 || !isRightEdge(text, runEnd)) return -1;
  // A plus sign makes it a phone number of some country; those have at most 15 digits.
  if (length <= 15 && text.charCodeAt(start - 1) === 43) return -1;
  return isCard(text, start, runEnd, length) ? runEnd : -1;
}

function endOfGrouped(subject: Subject, start: number): number {
  const { text } = subject;
  const separator = text.charCodeAt(start + 4);
  if (separator !== 32 && separator !== 45 && separator !== 46) return -1;
  // The second group has four or six digits: a year does not get further.
  if (!areDigits(text, start + 5, start + 9)) return -1;
  const ends = [start + 4];
  let shape = "4";
  let at = start + 4;
  while (ends.length < 5 && text.charCodeAt(at) === separator && isDigit(text.charCodeAt(at + 1))) {
    const end = endOfDigits(text, at + 1);
    shape += `-${end - at - 1}`;
    ends.push(end);
    at = end;
  }
  // The longest first: three digits in a fifth group may be the number's own or a code behind it.
  for (let count = ends.length; count >= 3; count--) {
    const end = ends[count - 1] ?? -1;
    const length = end - start - count + 1;
    if (groupings.has(shape) && isRightEdge(text, end) && isCard(text, start, end, length))
      return isInsideIban(subject, start, separator) ? -1 : end;
    shape = shape.slice(0, shape.lastIndexOf("-"));
  }
  return -1;
}

function areDigits(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

const ibanHead = /(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: [A-Z0-9]{4}){0,5} $/;

function isInsideIban(subject: Subject, start: number, separator: number): boolean {
  return separator === 32 && ibanHead.test(textBefore(subject, start, 32));
}

/** Digits, perhaps with separators between them: a known prefix, its length, and a right check digit. */
function isCard(text: string, start: number, end: number, length: number): boolean {
  return isBrand(Number(text.slice(start, start + 4)), length) && hasLuhnDigit(text, start, end);
}

function isBrand(four: number, length: number): boolean {
  const two = Math.floor(four / 100);
  const within = (low: number, high: number) => four >= low && four <= high;
  if (within(4000, 4999)) return length === 13 || length === 16 || length === 19;
  if (maestro.has(four)) return true;
  if (length === 14) return within(3000, 3059) || within(3090, 3099) || isOneOf(two, 36, 38, 39);
  if (length === 15) return two === 34 || two === 37 || four === 1800 || four === 2131;
  if (two === 62 || within(3528, 3589)) return length >= 16;
  if (length !== 16 && length !== 19) return false;
  if (four === 6011 || within(6440, 6499) || two === 65) return true;
  return length === 16 && (within(5100, 5599) || within(2200, 2204) || within(2221, 2720));
}

function isOneOf(value: number, ...list: number[]): boolean {
  return list.includes(value);
}

function hasLuhnDigit(text: string, start: number, end: number): boolean {
  let sum = 0;
  let isDoubled = false;
  for (let at = end - 1; at >= start; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0) continue;
    const value = isDoubled ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    isDoubled = !isDoubled;
  }
  return sum % 10 === 0;
}
