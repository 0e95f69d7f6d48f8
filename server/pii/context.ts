// In: a candidate's place. Out: which kind of keyword stands nearest before it (policy 1.6). Promises to read no more than
// 40 characters, plus the rest of the word they begin in.
import { isAccented, isAsciiLetter, isUpper } from "./characters";
import { endOfEscapeAround, isEscapeLetter } from "./edges";
import { afterPlaceholders, type Subject } from "./entities";

export type Keyword = "phone" | "ssn" | "identifier";

const reach = 40;
const longestWord = 16;

const words = new Map<string, Keyword>();
const add = (kind: Keyword, list: string) => {
  for (const word of list.split(" ")) words.set(word, kind);
};
add("phone", "phone phones telephone mobile tel cell cellphone fax dial ring sms whatsapp hotline");
add("phone", "call called calling calls tél teléfono téléphone telefon");
add("ssn", "ssn social");
add("identifier", "order invoice ticket account acct id case tracking ref reference sku serial");
add("identifier", "transaction confirmation booking po routing passport zip ein itin");

// Scripts that are written without spaces, or with prefixes and endings: found inside a run of letters.
const otherScripts = /电话|電話|手机|الهاتف|(?<![\u0400-\u052f])тел/giu;
const anyOther = /[\u0400-\u06ff\u4e00-\u9fff]/u;

/** Up to `count` characters that stand before `at`, those of the lead included. */
export function textBefore(subject: Subject, at: number, count: number): string {
  const { text, from, lead } = subject;
  if (subject.isRaw) return unescapedBefore(subject, at, count);
  const start = at - count;
  if (start >= from) return text.slice(start, at);
  const missing = from - start;
  return (missing < lead.length ? lead.slice(-missing) : lead) + text.slice(from, at);
}

const escapes: Record<string, string> = { t: "\t", b: "\b", f: "\f" };

/** The same where each escape is written with two characters; a line break ends it, since no context crosses one. */
function unescapedBefore({ text, from, lead }: Subject, at: number, count: number): string {
  const first = Math.max(from, at - 2 * count - 1);
  const raw = text.slice(first, at);
  const lineBreak = Math.max(raw.lastIndexOf("\\n"), raw.lastIndexOf("\\r"));
  const line = lineBreak < 0 ? raw : raw.slice(lineBreak + 2);
  const value = line.includes("\\")
    ? line.replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign)
    : line;
  const missing = count - value.length;
  return lineBreak < 0 && first === from && missing > 0
    ? lead.slice(-missing) + value
    : value.slice(-count);
}

function isLatinLetter(code: number): boolean {
  return isAsciiLetter(code) || isAccented(code);
}

/** The kind of the keyword nearest before `at`, or null when there is none within reach. */
export function keywordBefore(subject: Subject, at: number): Keyword | null {
  const full = textBefore(subject, at, reach + longestWord);
  const line = afterPlaceholders(full.slice(endOfLastLine(full)));
  const first = Math.max(0, line.length - reach);
  const latin = nearestLatin(line, first);
  if (!anyOther.test(line)) return latin?.kind ?? null;
  let other = -1;
  for (const match of line.matchAll(otherScripts)) if (match.index >= first) other = match.index;
  if (other < 0) return latin?.kind ?? null;
  return latin && latin.start > other ? latin.kind : "phone";
}

/** A textual line break ends a line like a real one does. */
function endOfLastLine(text: string): number {
  for (let at = text.length - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if ((code <= 13 && code >= 10) || code === 0x2028 || code === 0x2029) return at + 1;
    if ((code === 110 || code === 114) && text.charCodeAt(at - 1) === 92) return at + 1;
  }
  return 0;
}

type Found = { kind: Keyword; start: number };

function nearestLatin(line: string, first: number): Found | null {
  let end = line.length;
  while (end > first) {
    if (!isLatinLetter(line.charCodeAt(end - 1))) {
      end--;
      if (line.charCodeAt(end) === 35 && /(?<![a-z0-9_])ss$/i.test(line.slice(first, end)))
        return { kind: "ssn", start: end - 2 };
      continue;
    }
    let start = end;
    while (start > 0 && isLatinLetter(line.charCodeAt(start - 1))) start--;
    const found = nearestPart(line, start, end);
    if (found) return found.start >= first ? found : null;
    end = start;
  }
  return null;
}

/** Reads the parts of one run of letters, `customerPhone` from its end. */
function nearestPart(line: string, from: number, to: number): Found | null {
  const start = Math.max(from, Math.min(to, endOfEscapeAround(line, from + 1)));
  // `WhatsApp` is one word, however it is written.
  const whole = kindOf(line, start, to);
  if (whole) return { kind: whole, start };
  let end = to;
  while (end > start) {
    let begin = end - 1;
    while (begin > start && !isPartStart(line, begin, end)) begin--;
    const kind = kindOf(line, begin, end);
    if (kind) return { kind, start: begin };
    end = begin;
  }
  // `\tel` may be a path or a tab: the word counts both ways.
  if (!isEscapeLetter(line, from)) return null;
  const kind = kindOf(line, from, to);
  return kind ? { kind, start: from } : null;
}

/** Whether a part of an identifier that ends at `end` begins at `at`: a capital behind a small letter, or before one. */
function isPartStart(line: string, at: number, end: number): boolean {
  if (!isUpper(line.charCodeAt(at))) return false;
  if (!isUpper(line.charCodeAt(at - 1))) return true;
  return at + 1 < end && !isUpper(line.charCodeAt(at + 1));
}

const pronoun = /^(?:me|us|him|her|them)$/;
const reaching = /(?<![a-z0-9])(?:text|reach)[\s\u00a0]+$/i;
const abbreviated = /(?<![a-z0-9])soc[.\s]+$/i;

function kindOf(line: string, start: number, end: number): Keyword | null {
  if (end - start > longestWord) return null;
  const word = line.slice(start, end).toLowerCase();
  const kind = words.get(word);
  if (kind) return kind;
  if (pronoun.test(word)) return reaching.test(line.slice(0, start)) ? "phone" : null;
  if (word === "sec") return abbreviated.test(line.slice(0, start)) ? "ssn" : null;
  return null;
}
