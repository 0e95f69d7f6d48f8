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

  /** Goes through one window of some 32,000 characters; false when none is left. */
  step(): boolean {
    const { from, to } = this.subject;
    const start = this.at;
    const end = isLong(to - start) ? start + windowSize : to;
    scanBetween(
      this.scan,
      this.subject,
      Math.max(from, start - margin),
      Math.min(to, end + margin),
    );
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

function scanBetween(scan: Scan, subject: Subject, lo: number, hi: number): void {
  scan.begin(subject, false);
  if (scan.run(lo, hi)) return;
  const text = fold(subject.text, lo, hi);
  const lead = lo === subject.from ? subject.lead : "";
  scan.begin({ text, from: 0, to: text.length, lead }, true);
  scan.run(0, text.length);
  scan.release();
  for (const list of scan.lists)
    for (const span of list) {
      span.start += lo;
      span.end += lo;
    }
}

function standing(found: readonly Span[][], types: readonly PiiType[]): Span[] {
  const spans = resolve(found);
  if (spans.length === 0 || piiTypes.every((type) => types.includes(type))) return spans;
  return spans.filter(({ type }) => types.includes(type));
}

const none: readonly Span[] = [];

// Work space, not state: whoever comes next loads its own text, and a text is let go of when its redaction ends.
const home = new Scan(new Units());
const away = new Scan(new Units());

/** Finds entities in a text, in parts of it, and in others that were made from it. */
export class Detector {
  constructor(
    private readonly text: string,
    private readonly types: readonly PiiType[],
  ) {}

  /** The entities of the chosen types, in order; precedence is settled over all types (policy 1.7). Never throws. */
  find(subject: Subject): readonly Span[] {
    if (isLong(subject.to - subject.from)) {
      const detection = this.begin(subject);
      while (detection.step());
      return detection.spans(this.types);
    }
    const scan = this.scanFor(subject);
    scanBetween(scan, subject, subject.from, subject.to);
    return scan.hasFound() ? standing(scan.lists, this.types) : none;
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
