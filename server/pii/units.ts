// In: a text and a range in it. Out: the range's UTF-16 code units as an array. Promises to copy each part once while a text
// is read from left to right; loops over an array take half the time of loops over a string.
import { Buffer } from "node:buffer";

const capacity = 1 << 16;
/** Behind the last unit there are zeros, so that a look ahead needs no check. */
const padding = 8;

export class Units {
  private readonly bytes = Buffer.allocUnsafeSlow(2 * (capacity + padding));
  readonly array = new Uint16Array(this.bytes.buffer, 0, capacity + padding);
  /** The index in the text of the first unit. */
  base = 0;
  private end = 0;
  private text = "";

  /** Makes the units from `lo` to `hi` present, at most 65,000 of them, with those right around them. */
  load(text: string, lo: number, hi: number): void {
    if (text === this.text && lo >= this.base && hi <= this.end) return;
    const start = Math.max(0, lo - padding);
    const end = Math.min(text.length, start + capacity);
    this.bytes.write(start === 0 && end === text.length ? text : text.slice(start, end), "utf16le");
    this.array.fill(0, end - start, end - start + padding);
    this.text = text;
    this.base = start;
    this.end = end;
  }

  /** Lets go of the text. */
  release(): void {
    this.text = "";
    this.end = 0;
  }
}
