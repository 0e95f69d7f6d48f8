// In: a text, or a part of one. Out: the entities in it. Promises the same result whether it goes in one stretch or stops
// to breathe between windows.
import { type PiiType, piiTypes, type Span, type Subject } from "./entities";
import { fold } from "./fold";
import { resolve } from "./resolve";
import { Scan } from "./scan";

const windowSize = 1 << 15;
/** More than any detector looks behind or ahead. */
const margin = 1024;

/** Finds entities window by window: `step` until it says false, then `spans`. */
export class Detection {
  private readonly found: Span[][] = [[], [], [], [], [], []];
  private at: number;

  constructor(private readonly subject: Subject) {
    this.at = subject.from;
  }

  /** Goes through one window of some 32,000 characters; false when none is left. */
  step(): boolean {
    const { from, to } = this.subject;
    const start = this.at;
    const end = to - start <= windowSize + margin ? to : start + windowSize;
    const scan = this.scan(Math.max(from, start - margin), Math.min(to, end + margin));
    const lists = [scan.emails, scan.ipv6, scan.cards, scan.ssns, scan.phones, scan.ipv4];
    lists.forEach((list, index) => {
      for (const span of list)
        if (span.start >= start && span.start < end) this.found[index]?.push(span);
    });
    this.at = end;
    return end < to;
  }

  spans(types: readonly PiiType[]): Span[] {
    if (this.found.every((list) => list.length === 0)) return [];
    const standing = resolve(this.found);
    if (piiTypes.every((type) => types.includes(type))) return standing;
    return standing.filter(({ type }) => types.includes(type));
  }

  private scan(lo: number, hi: number): Scan {
    const { subject } = this;
    const scan = new Scan(subject, false);
    if (scan.run(lo, hi)) return scan;
    const folded = fold(subject.text, lo, hi);
    const lead = lo === subject.from ? subject.lead : "";
    const again = new Scan({ text: folded, from: 0, to: folded.length, lead }, true);
    again.run(0, folded.length);
    for (const list of [
      again.emails,
      again.ipv6,
      again.cards,
      again.ssns,
      again.phones,
      again.ipv4,
    ])
      for (const span of list) {
        span.start += lo;
        span.end += lo;
      }
    return again;
  }
}

/** The entities of `types` in a text, in order; precedence is settled over all types (policy 1.7). Never throws. */
export function detect(subject: Subject, types: readonly PiiType[]): Span[] {
  const detection = new Detection(subject);
  while (detection.step());
  return detection.spans(types);
}
