// In: a folded text. Out: all that the detectors find in it, type by type. Promises one pass: each character is looked at
// once, and only digits, colons and what may spell `@` cost more.
import { endOfDigits, isWord } from "./characters";
import { endOfCard } from "./detectors/credit-card";
import { emailAt } from "./detectors/email";
import { endOfIpv4 } from "./detectors/ipv4";
import { isAddressColon, runAround } from "./detectors/ipv6";
import { phoneAt } from "./detectors/phone";
import { endOfSsn } from "./detectors/ssn";
import { endOfEscapeAround, isLeftEdge } from "./edges";
import type { PiiType, Span, Subject } from "./entities";
import { isFoldable } from "./fold";

const digit = 1;
const colon = 2;
const mark = 3;

const kinds = new Uint8Array(128);
for (let code = 48; code <= 57; code++) kinds[code] = digit;
kinds[58] = colon;
for (const sign of "@%&\\[({") kinds[sign.charCodeAt(0)] = mark;

/** One list for each detector, in the order of precedence; each goes from left to right. */
export class Scan {
  readonly emails: Span[] = [];
  readonly ipv6: Span[] = [];
  readonly cards: Span[] = [];
  readonly ssns: Span[] = [];
  readonly phones: Span[] = [];
  readonly ipv4: Span[] = [];
  private runEnd = 0;

  constructor(
    private readonly subject: Subject,
    private readonly isFolded: boolean,
  ) {}

  /** Scans from `lo` to `hi`; false when a character must be folded first, and then nothing found counts. */
  run(lo: number, hi: number): boolean {
    const { text } = this.subject;
    for (let at = lo; at < hi; ) {
      const code = text.charCodeAt(at);
      if (code >= 128) {
        if (!this.isFolded && isFoldable(code)) return false;
        at++;
        continue;
      }
      const kind = kinds[code];
      if (kind === 0) at++;
      else if (kind === digit) at = this.number(at);
      else {
        if (kind === mark) this.email(at, code);
        else if (at >= this.runEnd && isAddressColon(text, at)) this.run6(at);
        at++;
      }
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
    // Letters and digits right before it make it part of a word, unless they are an escape.
    const before = text.charCodeAt(at - 1);
    if (before !== 37 && !isWord(before)) {
      this.entities(at, end, isLeftEdge(text, at), false);
      return end;
    }
    const behind = endOfEscapeAround(text, at);
    if (behind >= at && behind < end) this.entities(behind, end, true, true);
    if (before === 37 && lastOf(this.cards, this.phones, this.ipv4) < at)
      this.entities(at, end, true, false);
    return end;
  }

  private entities(start: number, end: number, isEdge: boolean, isFree: boolean): void {
    const { subject } = this;
    const length = end - start;
    if (length > 19 || (length === 1 && !this.mayBegin(end))) return;
    if (isEdge) {
      if (start >= lastEnd(this.cards))
        add(this.cards, "CREDIT_CARD", start, endOfCard(subject, start, end));
      if (start >= lastEnd(this.ssns)) add(this.ssns, "SSN", start, endOfSsn(subject, start, end));
    }
    if (start >= lastEnd(this.phones)) {
      const phone = phoneAt(subject, start, end, isFree);
      if (phone) this.phones.push(phone);
    }
    if (length <= 3 && subject.text.charCodeAt(end) === 46 && start >= lastEnd(this.ipv4))
      add(this.ipv4, "IP", start, endOfIpv4(subject, start, isFree));
  }

  /** Single digits are many: only a separator, or a parenthesis, goes on. */
  private mayBegin(end: number): boolean {
    const code = this.subject.text.charCodeAt(end);
    return code === 32 || code === 40 || code === 45 || code === 46;
  }
}

function add(list: Span[], type: PiiType, start: number, end: number): void {
  if (end > start) list.push({ type, start, end });
}

function lastEnd(list: Span[]): number {
  return list[list.length - 1]?.end ?? 0;
}

function lastOf(...lists: Span[][]): number {
  return Math.max(...lists.map(lastEnd));
}
