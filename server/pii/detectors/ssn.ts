// In: a run of digits. Out: where a United States social security number that begins there ends (policy 4). Promises
// constant time.
import { endOfDigits, isDigit } from "@/server/pii/characters";
import { keywordBefore } from "@/server/pii/context";
import { isRightEdge } from "@/server/pii/edges";
import type { Subject } from "@/server/pii/entities";

const hyphen = 45;

/** The end of the number whose first run of digits is `start` to `runEnd`, or -1. The left edge is the caller's. */
export function endOfSsn(subject: Subject, start: number, runEnd: number): number {
  const { text } = subject;
  const length = runEnd - start;
  if (length === 9) {
    if (!isAssigned(text, start, start + 3, start + 5) || !isRightEdge(text, runEnd)) return -1;
    return keywordBefore(subject, start) === "ssn" ? runEnd : -1;
  }
  if (length !== 3) return -1;
  const separator = text.charCodeAt(runEnd);
  if (separator !== hyphen && separator !== 32 && separator !== 46) return -1;
  if (!isDigit(text.charCodeAt(start + 4)) || text.charCodeAt(start + 6) !== separator) return -1;
  const end = endOfDigits(text, start + 7);
  if (end !== start + 11 || endOfDigits(text, start + 4) !== start + 6) return -1;
  if (!isAssigned(text, start, start + 4, start + 7) || !isRightEdge(text, end)) return -1;
  if (separator === hyphen) return end;
  return keywordBefore(subject, start) === "ssn" ? end : -1;
}

function isAssigned(text: string, area: number, group: number, serial: number): boolean {
  const first = text.slice(area, area + 3);
  if (first === "000" || first === "666" || first.startsWith("9")) return false;
  return text.slice(group, group + 2) !== "00" && text.slice(serial, serial + 4) !== "0000";
}
