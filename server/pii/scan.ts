// In: a folded text. Out: all that the detectors find in it, type by type. Promises one pass: each character is looked at
// once, and only digits, colons and what may spell `@` cost more.
import { endOfDigits, isDigit, isWord } from "./characters";
import { endOfCard } from "./detectors/credit-card";
import { emailAt } from "./detectors/email";
import { endOfIpv4 } from "./detectors/ipv4";
import { isAddressColon, runAround } from "./detectors/ipv6";
import { phoneAt } from "./detectors/phone";
import { endOfSsn } from "./detectors/ssn";
import { endOfEscapeAround, isLeftEdge } from "./edges";
import type { PiiType, Span, Subject } from "./entities";
import { isFoldable, mattersFolded } from "./fold";

const digit = 1;
const colon = 2;
const mark = 3;
/** Beyond ASCII, and another character when folded. */
const foreign = 4;

const percent = 37;

const kinds = new Uint8Array(1 << 16);
for (let code = 48; code <= 57; code++) kinds[code] = digit;
kinds[58] = colon;
for (const sign of "@%&\\[({") kinds[sign.charCodeAt(0)] = mark;
for (let code = 128; code < kinds.length; code++) if (isFoldable(code)) kinds[code] = foreign;

/** Goes over texts, one after the other, and keeps what is found in one list for each detector. */
export class Scan {
  readonly emails: Span[] = [];
  readonly ipv6: Span[] = [];
  readonly cards: Span[] = [];
  readonly ssns: Span[] = [];
  readonly phones: Span[] = [];
  readonly ipv4: Span[] = [];
  /** In the order of precedence; each goes from left to right. */
  readonly lists = [this.emails, this.ipv6, this.cards, this.ssns, this.phones, this.ipv4];
  private subject: Subject = { text: "", from: 0, to: 0, lead: "" };
  private isFolded = false;
  private runEnd = 0;

  /** Empties the lists and turns to another text. */
  begin(subject: Subject, isFolded: boolean): void {
    for (const list of this.lists) list.length = 0;
    this.subject = subject;
    this.isFolded = isFolded;
    this.runEnd = 0;
  }

  hasFound(): boolean {
    for (const list of this.lists) if (list.length > 0) return true;
    return false;
  }

  /** Scans from `lo` to `hi`; false when a character must be folded first, and then nothing found counts. */
  run(lo: number, hi: number): boolean {
    const { text } = this.subject;
    let at = nextSpecial(text, lo, hi);
    while (at < hi) {
      const code = text.charCodeAt(at);
      const kind = kinds[code];
      let next = at + 1;
      if (kind === digit) next = this.number(at);
      else if (kind === mark) {
        if (mayBeMark(text, at, code)) this.email(at, code);
      } else if (kind === colon) {
        if (at >= this.runEnd && isAddressColon(text, at)) this.run6(at);
      } else if (!this.isFolded && mattersFolded(text, at)) return false;
      at = nextSpecial(text, next, hi);
    }
    return true;
  }

  private email(at: number, code: number): void {
    const { emails, subject } = this;
    const from = Math.max(subject.from, lastEnd(emails));
    const span = emailAt(subject, at, code, from);
    if (span) emails.push(span);
  }

  private run6(at: number): void {
    const run = runAround(this.subject, at, Math.max(this.subject.from, this.runEnd));
    this.runEnd = run.end;
    if (run.span) this.ipv6.push(run.span);
  }

  /** A run of digits begins at `at`; returns where it ends. */
  private number(at: number): number {
    const { text } = this.subject;
    const end = endOfDigits(text, at + 1);
    const before = text.charCodeAt(at - 1);
    if (end - at <= 4 && !goesOn(text, at, end, before)) return end;
    // Letters right before it make it part of a word, unless they are an escape.
    if (before !== percent && !isWord(before)) {
      if (mayBegin(text, at, end)) this.entities(at, end, false);
      return end;
    }
    const behind = endOfEscapeAround(text, at);
    if (behind >= at && behind < end && mayBegin(text, behind, end))
      this.entities(behind, end, true);
    if (before === percent && mayBegin(text, at, end)) this.entities(at, end, false);
    return end;
  }

  /** `isFree` says that an escape ends right before `start`, so that the left edge needs no other look. */
  private entities(start: number, end: number, isFree: boolean): void {
    const { subject } = this;
    const length = end - start;
    if (isFree || isLeftEdge(subject.text, start)) {
      if ((length === 4 || length >= 12) && start >= lastEnd(this.cards))
        add(this.cards, "CREDIT_CARD", start, endOfCard(subject, start, end));
      if ((length === 3 || length === 9) && start >= lastEnd(this.ssns))
        add(this.ssns, "SSN", start, endOfSsn(subject, start, end));
    }
    if (length <= 11 && start >= lastEnd(this.phones)) {
      const phone = phoneAt(subject, start, end, isFree);
      if (phone) this.phones.push(phone);
    }
    if (length <= 3 && subject.text.charCodeAt(end) === 46 && start >= lastEnd(this.ipv4))
      add(this.ipv4, "IP", start, endOfIpv4(subject, start, isFree));
  }
}

/** One more look before a sign is taken for a written-out `@`; most are brackets and backslashes. */
function mayBeMark(text: string, at: number, code: number): boolean {
  if (code === 64) return true;
  const next = text.charCodeAt(at + 1);
  if (code === percent) return next === 52;
  if (code === 92) return next === 117;
  if (code === 38) return next === 35 || (next | 32) === 99;
  return (next | 32) === 97;
}

/** Where the next character stands that needs a look, or `hi`. */
export function nextSpecial(text: string, from: number, hi: number): number {
  let at = from;
  while (at < hi && kinds[text.charCodeAt(at)] === 0) at++;
  return at;
}

/** Whether a run of this many digits, with what stands around it, can be the first of an entity: most cannot. */
function mayBegin(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length >= 9) return length <= 19;
  return goesOn(text, start, end, text.charCodeAt(start - 1));
}

/** A few digits need more behind them. */
function goesOn(text: string, start: number, end: number, before: number): boolean {
  const code = text.charCodeAt(end);
  // A plus sign, or the B of `%2B`, allows any grouping behind it.
  if (before === 43 || ((before | 32) === 98 && text.charCodeAt(start - 3) === percent))
    return true;
  if (code === 40) return true;
  if (code === 41) return before === 40;
  if (code !== 46 && code !== 45 && code !== 32) return false;
  const next = text.charCodeAt(end + 1);
  return isDigit(next) || next === 40;
}

function add(list: Span[], type: PiiType, start: number, end: number): void {
  if (end > start) list.push({ type, start, end });
}

function lastEnd(list: Span[]): number {
  return list[list.length - 1]?.end ?? 0;
}
