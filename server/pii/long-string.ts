// In: a JSON string that is too long for one turn. Out: where it ends and the entities in it, a few milliseconds at a time.
// Promises the same as for a short one.
import { isBase64 } from "./base64";
import type { Detection, Detector } from "./detect";
import type { Span } from "./entities";
import { type JsonStrings, StringPieces } from "./json-strings";

const payloadAtOnce = 1 << 20;

type Task = {
  /** Behind the opening quote. */
  start: number;
  /** Behind the closing quote, or -1 while it is not known. */
  end: number;
  /** Whether nothing in it is read, or only where it is no base64. */
  reading: "none" | "unless base64" | "all";
  lead: string;
};

export class LongString {
  readonly start: number;
  end: number;
  /** What the string stands for, when escapes had to be decoded; spans are then of it. */
  value: string | null = null;
  private reading: Task["reading"];
  private readonly lead: string;
  private checked: number;
  private detection: Detection | null = null;
  private pieces: StringPieces | null = null;

  constructor(
    private readonly text: string,
    private readonly strings: JsonStrings,
    private readonly detector: Detector,
    task: Task,
  ) {
    this.start = task.start;
    this.end = task.end;
    this.reading = task.reading;
    this.lead = task.lead;
    this.checked = task.start;
  }

  /** Goes on with it; null while there is more to do. */
  step(): readonly Span[] | null {
    if (this.end < 0) {
      this.end = this.strings.goOn();
      return null;
    }
    if (this.reading === "none") return [];
    if (this.reading === "unless base64") return this.checkPayload();
    if (this.pieces) return this.decode(this.pieces);
    return this.detect();
  }

  private checkPayload(): readonly Span[] | null {
    const to = this.end - 1;
    // An escape may begin right before the cut: then what follows it is looked at twice, as text.
    const until = Math.min(to, this.checked + payloadAtOnce);
    if (!isBase64(this.text, this.checked, until)) this.reading = "all";
    else if (until === to) this.reading = "none";
    this.checked = until;
    return null;
  }

  private detect(): readonly Span[] | null {
    const { text, start, end, lead, detector } = this;
    this.detection ??= detector.begin({ text, from: start, to: end - 1, lead, isRaw: true });
    if (this.detection.step()) return null;
    if (!this.detection.isUndecoded) return this.detection.spans(detector.types);
    this.detection = null;
    this.pieces = new StringPieces(text, start, end - 1);
    return null;
  }

  private decode(pieces: StringPieces): readonly Span[] | null {
    if (this.value === null) {
      if (!pieces.step()) this.value = pieces.value();
      return null;
    }
    const { value, lead, detector } = this;
    const subject = { text: value, from: 0, to: value.length, lead, isRaw: false };
    this.detection ??= detector.begin(subject);
    return this.detection.step() ? null : this.detection.spans(detector.types);
  }
}
