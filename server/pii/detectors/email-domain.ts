// In: where an `@` ends. Out: where the domain behind it ends (policy 2). Promises to read 253 characters at most.
import { family, isAsciiLetter, isDigit, isLetter } from "@/server/pii/characters";
import { isBracketed, type MarkKind } from "./email-mark";
import { isTopLevel } from "./tlds";

const longestLabel = 63;
const longestDomain = 253;
const hyphen = 45;

/** The end of the longest run of labels from `start` that ends in a top-level domain, or -1. */
export function endOfDomain(text: string, start: number, kind: MarkKind): number {
  let best = -1;
  let at = start;
  for (let label = 0; at - start <= longestDomain; label++) {
    const end = endOfLabel(text, at);
    const length = lengthWithoutHyphens(text, at, end);
    if (length < 1 || length > longestLabel) break;
    if (label > 0) best = topLevelEnd(text, at, at + length, best);
    if (length < end - at) break;
    const next = kind === "bracket" ? behindDot(text, end) : behindPlainDot(text, end);
    if (next < 0) break;
    at = next;
  }
  return best;
}

/** A label that is no top-level domain may still begin with one before a hyphen: `x.com-Jane`, `x.com--`. */
function topLevelEnd(text: string, start: number, end: number, best: number): number {
  const label = text.slice(start, end).toLowerCase();
  if (isTopLevel(label)) return end;
  const cut = label.indexOf("-");
  return best < 0 && cut > 0 && isTopLevel(label.slice(0, cut)) ? start + cut : best;
}

function lengthWithoutHyphens(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === hyphen) return 0;
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === hyphen) at--;
  return at - start;
}

/** Letters of one script, digits and hyphens. */
function endOfLabel(text: string, start: number): number {
  let script = "";
  let at = start;
  for (; at - start <= longestDomain; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || code === hyphen) continue;
    if (!isAsciiLetter(code) && !(code >= 128 && isLetter(code))) break;
    const of = family(code);
    if (script !== "" && of !== script) break;
    script = of;
  }
  return at;
}

function behindPlainDot(text: string, at: number): number {
  return text.charCodeAt(at) === 46 ? at + 1 : -1;
}

/** Behind `.` or `[dot]`, one space on each side of the latter. */
function behindDot(text: string, at: number): number {
  if (text.charCodeAt(at) === 46) return at + 1;
  const open = text.charCodeAt(at) === 32 ? at + 1 : at;
  if (!isBracketed(text, open, "dot")) return -1;
  const end = open + 5;
  return text.charCodeAt(end) === 32 ? end + 1 : end;
}
