// In: a character that may begin a written-out `@`. Out: the mail address around it (policy 2). Promises bounded look-behind
// and look-ahead.
import { isDigit, isLetter } from "@/server/pii/characters";
import type { Span, Subject } from "@/server/pii/entities";
import { endOfDomain } from "./email-domain";
import { startOfLocal } from "./email-local";
import { type Mark, markAt } from "./email-mark";

const reach = 256;

/** The address whose `@` begins at `at`, or null. It begins at `from` at the earliest, where the previous one ended. */
export function emailAt(subject: Subject, at: number, code: number, from: number): Span | null {
  const { text } = subject;
  const mark = markAt(text, at, code);
  if (!mark) return null;
  const domain = skipSpace(text, mark, mark.end, 0);
  const first = text.charCodeAt(domain);
  if (!isDigit(first) && !isLetter(first)) return null;
  const localEnd = skipSpace(text, mark, mark.start, -1);
  const start = startOfLocal(text, localEnd, from, mark.kind);
  if (start < 0) return null;
  const end = endOfDomain(text, domain, mark.kind);
  if (end < 0 || isUserInfo(subject, start, mark) || isRemote(text, end)) return null;
  return { type: "EMAIL", start: behindPrefix(text, start, end), end };
}

/** One space may stand on each side of a bracketed `at`. */
function skipSpace(text: string, mark: Mark, at: number, offset: 0 | -1): number {
  if (mark.kind !== "bracket" || text.charCodeAt(at + offset) !== 32) return at;
  return offset === 0 ? at + 1 : at - 1;
}

/** Python's `u'jane@x.com'`: the quote behind tells that the one before is no part of a name. */
function behindPrefix(text: string, start: number, end: number): number {
  const isQuoted = text.charCodeAt(start + 1) === 39 && text.charCodeAt(end) === 39;
  return isQuoted && /[ubrf]/i.test(text.charAt(start)) ? start + 2 : start;
}

/** User information of a URL: nothing but its characters between `://` and the address. */
function isUserInfo(subject: Subject, start: number, { kind }: Mark): boolean {
  const { text, from } = subject;
  const first = Math.max(from, start - reach);
  for (let at = start - 1; at >= first; at--) {
    const code = text.charCodeAt(at);
    if (code === 47) return isAuthority(text, at);
    if (kind === "percent" && code === 37 && text.startsWith("2F", at + 1))
      return /%3a%2f$/i.test(text.slice(Math.max(from, at - 6), at));
    if (endsUserInfo(code)) return false;
  }
  return false;
}

/** `://`, its slashes perhaps escaped. */
function isAuthority(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 16), at + 1).replaceAll("\\", "");
  return before.endsWith("://") && !/mailto:\/\/$/i.test(before);
}

// White space, quotes, brackets and what separates fields: `https://x.com,jane@x.com`.
const userInfoEnds = new Set([..." \t\n\r\"'`<>(){},;|?#\\"].map((sign) => sign.charCodeAt(0)));

function endsUserInfo(code: number): boolean {
  return userInfoEnds.has(code);
}

const pathEnd = /[\s"'`<>),;|]|\\(?!\/)/;

/** `user@host.tld:` and a path: a remote of scp or git. */
function isRemote(text: string, end: number): boolean {
  if (text.charCodeAt(end) !== 58) return false;
  const first = text.charCodeAt(end + 1);
  if (first === 126 || first === 46) return true;
  const following = text.slice(end + 1, end + 1 + reach);
  const length = following.search(pathEnd);
  const path = length < 0 ? following : following.slice(0, length);
  return path.includes("/") || path.endsWith(".git");
}
