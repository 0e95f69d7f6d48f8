// In: a folded text. Out: all that the detectors find in it, type by type. Promises one pass: each character is looked at
// once, and only digits, colons and what may spell `@` cost more.
import { endOfDigits, isHex, isWord } from "./characters";
import { endOfCard } from "./detectors/credit-card";
import { emailAt } from "./detectors/email";
import { endOfIpv4 } from "./detectors/ipv4";
import { runAround } from "./detectors/ipv6";
import { phoneAt } from "./detectors/phone";
import { endOfSsn } from "./detectors/ssn";
import { endOfEscapeAround, isLeftEdge } from "./edges";
import type { Span, Subject } from "./entities";
import { isFoldable, mattersFolded } from "./fold";
import type { Units } from "./units";

const digit = 1;
const colon = 2;
const mark = 3;
/** Beyond ASCII, and another character when folded. */
const foreign = 4;

const percent = 37;
const hyphen = 45;
const dot = 46;
const backslash = 92;
const lookAhead = 4;

const kinds = new Uint8Array(1 << 16);
for (let code = 48; code <= 57; code++) kinds[code] = digit;
kinds[58] = colon;
for (const sign of "@%&\\[({") kinds[sign.charCodeAt(0)] = mark;
for (let code = 128; code < kinds.length; code++) if (isFoldable(code)) kinds[code] = foreign;

const nothing: Subject = { text: "", from: 0, to: 0, lead: "", isRaw: false };

/** Why a scan stopped: what it must be given instead is the folded text, or the value that escapes stand for. */
export type Fault = "fold" | "decode";

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
  private subject = nothing;
  hasFound = false;
  private isFolded = false;
  private runEnd = 0;
  private emailEnd = 0;
  private ipv6End = 0;
  private cardEnd = 0;
  private ssnEnd = 0;
  private phoneEnd = 0;
  private ipv4End = 0;

  constructor(private readonly units: Units) {}

  /** Empties the lists and turns to another text. */
  begin(subject: Subject, isFolded: boolean): void {
    if (this.hasFound) for (const list of this.lists) list.length = 0;
    this.hasFound = false;
    this.subject = subject;
    this.isFolded = isFolded;
    this.runEnd = 0;
    this.emailEnd = 0;
    this.ipv6End = 0;
    this.cardEnd = 0;
    this.ssnEnd = 0;
    this.phoneEnd = 0;
    this.ipv4End = 0;
  }

  release(): void {
    this.subject = nothing;
    this.units.release();
  }

  /** Scans from `lo` to `hi`; a fault says that nothing found counts. */
  run(lo: number, hi: number): Fault | null {
    const { subject, units } = this;
    units.load(subject.text, lo, Math.min(subject.text.length, hi + lookAhead));
    const { array, base } = units;
    const end = hi - base;
    for (let at = nextSpecial(array, lo - base, end); at < end; at = nextSpecial(array, at, end)) {
      const kind = kinds[array[at] ?? 0];
      if (kind === digit) {
        const behind = endOfRun(array, at + 1, end);
        if (behind === end || mayBegin(array, at, behind)) this.number(base + at, base + behind);
        at = behind;
      } else {
        if (kind === foreign) {
          if (!this.isFolded && mattersFolded(subject.text, base + at)) return "fold";
        } else if (kind === colon) {
          if (isAddressColon(array, at) && base + at >= this.runEnd) this.run6(base + at, hi);
        } else if (mayBeMark(array, at)) {
          if (array[at] === backslash && subject.isRaw) return "decode";
          this.email(base + at, array[at] ?? 0);
        }
        at++;
      }
    }
    return null;
  }

  private email(at: number, code: number): void {
    const { subject } = this;
    const span = emailAt(subject, at, code, Math.max(subject.from, this.emailEnd));
    if (!span) return;
    this.push(this.emails, span);
    this.emailEnd = span.end;
  }

  private run6(at: number, hi: number): void {
    const run = runAround(this.subject, at, Math.max(this.subject.from, this.runEnd), hi);
    this.runEnd = run.end;
    if (!run.span) return;
    this.push(this.ipv6, run.span);
    this.ipv6End = run.span.end;
  }

  private push(list: Span[], span: Span): void {
    list.push(span);
    this.hasFound = true;
  }

  /** A run of digits stands between `at` and `known`, or goes on behind it. */
  private number(at: number, known: number): void {
    // Digits inside what wins over numbers are no number of their own.
    if (at < this.ipv6End || at < this.emailEnd) return;
    const { text } = this.subject;
    const end = endOfDigits(text, known);
    const before = text.charCodeAt(at - 1);
    // Letters right before it make it part of a word, unless they are an escape.
    if (isWord(before)) {
      const behind = endOfEscapeAround(text, at);
      if (behind >= at && behind < end) this.entities(behind, end, true);
      return;
    }
    const behind = before === percent ? endOfEscapeAround(text, at) : -1;
    if (behind >= at && behind < end) this.entities(behind, end, true);
    this.entities(at, end, false);
  }

  /** `isFree` says that an escape ends right before `start`, so that the left edge needs no other look. */
  private entities(start: number, end: number, isFree: boolean): void {
    const { subject } = this;
    const { text } = subject;
    const length = end - start;
    if (isFree || isLeftEdge(text, start)) {
      if ((length === 4 || length >= 12) && start >= this.cardEnd) this.card(start, end);
      if ((length === 3 || length === 9) && start >= this.ssnEnd) this.ssn(start, end);
      if (mayBePhone(text, start, length) && start >= this.phoneEnd) this.phone(start, end, true);
      if (length <= 3 && text.charCodeAt(end) === dot && start >= this.ipv4End)
        this.quad(start, true);
      return;
    }
    const before = text.charCodeAt(start - 1);
    // A range of addresses, or a plus sign in a word: `%2B`, for one.
    if (before === hyphen && length <= 3 && text.charCodeAt(end) === dot) this.quad(start, false);
    else if (isPlus(before) && start >= this.phoneEnd) this.phone(start, end, false);
  }

  private card(start: number, runEnd: number): void {
    const end = endOfCard(this.subject, start, runEnd);
    if (end < 0) return;
    this.push(this.cards, { type: "CREDIT_CARD", start, end });
    this.cardEnd = end;
  }

  private ssn(start: number, runEnd: number): void {
    const end = endOfSsn(this.subject, start, runEnd);
    if (end < 0) return;
    this.push(this.ssns, { type: "SSN", start, end });
    this.ssnEnd = end;
  }

  private phone(start: number, runEnd: number, isEdge: boolean): void {
    const span = phoneAt(this.subject, start, runEnd, isEdge);
    if (!span) return;
    this.push(this.phones, span);
    this.phoneEnd = span.end;
  }

  private quad(start: number, isEdge: boolean): void {
    const end = endOfIpv4(this.subject, start, isEdge);
    if (end < 0) return;
    this.push(this.ipv4, { type: "IP", start, end });
    this.ipv4End = end;
  }
}

/** `+`, or the B of `%2B`. */
function isPlus(code: number): boolean {
  return code === 43 || (code | 32) === 98;
}

/** One more look before a sign is taken for a written-out `@`; most are brackets and backslashes. */
function mayBeMark(array: Uint16Array, at: number): boolean {
  const code = array[at] ?? 0;
  if (code === 64) return true;
  const next = array[at + 1] ?? 0;
  if (code === percent) return next === 52;
  if (code === backslash) return next === 117;
  if (code === 38) return next === 35 || (next | 32) === 99;
  return (next | 32) === 97;
}

/** Whether the colon at `at` can be part of an address: cheap, and true for few. */
function isAddressColon(array: Uint16Array, at: number): boolean {
  const previous = array[at - 1] ?? 0;
  const next = array[at + 1] ?? 0;
  if (next === 58) return isHex(previous) || isHex(array[at + 2] ?? 0);
  return isHex(next) && isHex(previous);
}

/** Where the next character stands that needs a look: a loop of its own, so that nothing else slows it. */
function nextSpecial(array: Uint16Array, from: number, end: number): number {
  let at = from;
  while (at < end && kinds[array[at] ?? 0] === 0) at++;
  return at;
}

function endOfRun(array: Uint16Array, from: number, end: number): number {
  let at = from;
  while (at < end && kinds[array[at] ?? 0] === digit) at++;
  return at;
}

/** Whether a run of digits, with what stands around it, can be the first of an entity: most cannot. */
function mayBegin(array: Uint16Array, start: number, end: number): boolean {
  const before = array[start - 1] ?? 0;
  // A plus sign allows any grouping behind the 1.
  if (array[start] === 49 && isPlus(before)) return true;
  const length = end - start;
  if (length <= 4) return goesOn(array, start, end, before);
  // More than 19 digits are no entity, but an escape may end among the first of them.
  if (length >= 9) return length < 24;
  return isWord(before) || before === percent || (length === 6 && array[start] === 48);
}

/** Up to four digits begin an entity only where they go on. */
function goesOn(array: Uint16Array, start: number, end: number, before: number): boolean {
  const code = array[end] ?? 0;
  const next = array[end + 1] ?? 0;
  if (code === dot) return kinds[next] === digit || next === 40;
  if (code === 41) return before === 40;
  if (code !== 40 && code !== hyphen && code !== 32) return false;
  // Two digits need a dot; one is the 1 before an area code. Behind an escape there may be fewer than it seems.
  const length = end - start;
  const isFew = length === 2 || (length === 1 && array[start] !== 49);
  if (isFew) return false;
  return code === 40 || kinds[next] === digit || next === 40;
}

/** Bare, behind a plus sign, in groups of three, or behind 1 or 001. */
function mayBePhone(text: string, start: number, length: number): boolean {
  if (length > 11) return false;
  if (length === 3 || length >= 10) return true;
  if (isPlus(text.charCodeAt(start - 1))) return true;
  const first = text.charCodeAt(start);
  return (first === 49 && (length === 1 || length === 4)) || (first === 48 && length === 6);
}
