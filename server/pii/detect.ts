// In: a text, or a part of one. Out: the entities in it. Promises the same result whether it goes in one stretch or stops
// to breathe between windows.
import { type PiiType, piiTypes, type Span, type Subject } from "./entities";
import { fold } from "./fold";
import { resolve } from "./resolve";
import { Scan } from "./scan";
import { Units } from "./units";

const windowSize = 1 << 15;
/** More than any detector looks behind or ahead. */
const margin = 1024;

/** Whether a text is longer than one window: worth a rest now and then. */
export function isLong(length: number): boolean {
  return length > windowSize + margin;
}

/** Finds entities window by window: `step` until it says false, then `spans`. */
export class Detection {
  private readonly found: Span[][] = [[], [], [], [], [], []];
  private at: number;

  constructor(
    private readonly subject: Subject,
    private readonly scan: Scan,
  ) {
    this.at = subject.from;
  }

  /** Whether escapes must be decoded first, and then nothing found counts. */
  isUndecoded = false;

  /** Goes through one window of some 32,000 characters; false when none is left. */
  step(): boolean {
    const { from, to } = this.subject;
    const start = this.at;
    const end = isLong(to - start) ? start + windowSize : to;
    const lo = Math.max(from, start - margin);
    if (!scanBetween(this.scan, this.subject, lo, Math.min(to, end + margin))) {
      this.isUndecoded = true;
      return false;
    }
    this.scan.lists.forEach((list, index) => {
      for (const span of list)
        if (span.start >= start && span.start < end) this.found[index]?.push(span);
    });
    this.at = end;
    return end < to;
  }

  spans(types: readonly PiiType[]): Span[] {
    return standing(this.found, types);
  }
}

/** False when escapes must be decoded first. */
function scanBetween(scan: Scan, subject: Subject, lo: number, hi: number): boolean {
  scan.begin(subject, false);
  const fault = scan.run(lo, hi);
  return fault === "fold" ? scanFolded(scan, subject, lo, hi) : fault === null;
}

function scanFolded(scan: Scan, subject: Subject, lo: number, hi: number): boolean {
  const text = fold(subject.text, lo, hi);
  const lead = lo === subject.from ? subject.lead : "";
  scan.begin({ text, from: 0, to: text.length, lead, isRaw: subject.isRaw }, true);
  const fault = scan.run(0, text.length);
  scan.release();
  for (const list of scan.lists)
    for (const span of list) {
      span.start += lo;
      span.end += lo;
      if (span.shortEnd !== undefined) span.shortEnd += lo;
    }
  return fault === null;
}

function standing(found: readonly Span[][], types: readonly PiiType[]): Span[] {
  const spans = resolve(found);
  // One of each type at most in the list, so that counting tells whether all are wanted.
  if (spans.length === 0 || types.length === piiTypes.length) return spans;
  return spans.filter(({ type }) => types.includes(type));
}

const none: readonly Span[] = [];

// Work space, not state: whoever comes next loads its own text, and a text is let go of when its redaction ends.
const home = new Scan(new Units());
const away = new Scan(new Units());

/** Finds entities in a text, in parts of it, and in others that were made from it. */
export class Detector {
  readonly types: readonly PiiType[];

  constructor(
    private readonly text: string,
    types: readonly PiiType[],
  ) {
    this.types = piiTypes.filter((type) => types.includes(type));
  }

  /**
   * The entities of the chosen types, in order; precedence is settled over all types (policy 1.7). Null when the subject is
   * raw and its escapes must be decoded first. Never throws.
   */
  find(subject: Subject): readonly Span[] | null {
    if (isLong(subject.to - subject.from)) {
      const detection = this.begin(subject);
      while (detection.step());
      return detection.isUndecoded ? null : detection.spans(this.types);
    }
    const scan = this.scanFor(subject);
    if (!scanBetween(scan, subject, subject.from, subject.to)) return null;
    return scan.hasFound ? standing(scan.lists, this.types) : none;
  }

  /** The same in a text of its own. */
  findIn(text: string, lead: string): readonly Span[] {
    return this.find({ text, from: 0, to: text.length, lead, isRaw: false }) ?? none;
  }

  /** For a long text: one window at a time. */
  begin(subject: Subject): Detection {
    return new Detection(subject, this.scanFor(subject));
  }

  /** Lets go of all texts. */
  end(): void {
    home.release();
    away.release();
  }

  private scanFor({ text }: Subject): Scan {
    return text === this.text ? home : away;
  }
}
