// In: a four-part number. Out: whether what stands before it makes it a version, a section or a product token (policy 6).
// Promises to look at no more than 64 characters.
import { isAsciiLetter, isDigit, isUpper, isWord } from "@/server/pii/characters";
import { textBefore } from "@/server/pii/context";
import { isEscapeLetter } from "@/server/pii/edges";
import type { Subject } from "@/server/pii/entities";
import { isTopLevel } from "./tlds";

const reach = 64;
const marks = new Set(
  (
    "version ver v release build firmware fw revision rev patch " +
    "section sec chapter clause figure table appendix"
  ).split(" "),
);
const fillers = new Set("is to from of number".split(" "));
// `:` `=` `(` quotes and spaces, what marks them up in Markdown and XML, and their escaped forms.
const between =
  /(?:[\s:=("'`*>“”‘’\\]|\\t|%(?:20|22|27|28|3a|3d)|\\u00(?:20|22|27|28|3a|3d|3e)|&quot;)$/i;

/** Whether the number between `start` and `end` is one of those that only look like an address. */
export function isVersion(subject: Subject, start: number, end: number): boolean {
  const before = textBefore(subject, start, reach);
  if (before.endsWith("/")) return isProduct(before, subject.text, end);
  let at = before.length;
  for (let count = 0; count < 4; count++) {
    at = skipBetween(before, at);
    const wordEnd = at;
    while (at > 0 && isAsciiLetter(before.charCodeAt(at - 1))) at--;
    if (at === wordEnd || at === before.length) return false;
    if (isEscapeLetter(before, at)) at++;
    const word = before.slice(at, wordEnd);
    const last = lastPart(word);
    if (marks.has(last)) return true;
    if (last === "number" && isVersionNumber(before, at, word)) return true;
    if (!fillers.has(last) || !isWordStart(before, at)) return false;
  }
  return false;
}

/** `versionNumber`, `version_number`: one identifier that says both. */
function isVersionNumber(before: string, at: number, word: string): boolean {
  const isSnake = before.charCodeAt(at - 1) === 95;
  const name = isSnake
    ? (/[A-Za-z]*$/.exec(before.slice(0, at - 1))?.[0] ?? "")
    : word.slice(0, -6);
  return marks.has(lastPart(name));
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !isWord(text.charCodeAt(at - 1));
}

function skipBetween(text: string, end: number): number {
  let at = end;
  for (;;) {
    const code = text.charCodeAt(at - 1);
    if (code === 10 || code === 13) return at;
    // Two characters that stand before most numbers, and words, which only escapes end in.
    if (code === 32 || code === 58) at--;
    else {
      if (isAsciiLetter(code) && isAsciiLetter(text.charCodeAt(at - 2))) return at;
      const match = between.exec(text.slice(Math.max(0, at - 8), at));
      if (!match) return at;
      at -= match[0].length;
    }
  }
}

/** `buildVersion` ends in `version`. */
function lastPart(word: string): string {
  let at = word.length - 1;
  while (at > 0) {
    const isStart = isUpper(word.charCodeAt(at)) && !isUpper(word.charCodeAt(at - 1));
    if (isStart) break;
    at--;
  }
  return word.slice(Math.max(0, at)).toLowerCase();
}

const token = /(?:^|[^A-Za-z0-9._+-])([A-Za-z][A-Za-z0-9._+-]*)\\?\/$/;

/** `Name/1.2.3.4` at the start of a word; a host name before the slash, or a port behind, makes it an address. */
function isProduct(before: string, text: string, end: number): boolean {
  const name = token.exec(before)?.[1];
  if (name === undefined) return false;
  const sign = before.charAt(before.lastIndexOf(name) - 1);
  if (sign !== "" && "/@\\%".includes(sign)) return false;
  if (text.charCodeAt(end) === 58 && isDigit(text.charCodeAt(end + 1))) return false;
  const label = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return label !== "localhost" && !(name.includes(".") && isTopLevel(label));
}
