// In: the bytes of an event stream, cut anywhere. Out: the data of each message event. Promises bounded memory: a line
// or event beyond the limit, or one event too many, ends it (HTML Standard, "Server-sent events").
import { AppError } from "@/server/core/errors";
import { decodeUtf8 } from "@/server/core/utf8";

export type SseLimits = { eventBytes: number; events: number };

export type SseEvent = { data: string; id: string | null };

const lineFeed = 10;
const carriageReturn = 13;
const colon = 58;
const space = 32;

export class SseParser {
  /** The beginning of a line whose end has not arrived. */
  private parts: Buffer[] = [];
  private partBytes = 0;
  private data: string[] = [];
  private dataBytes = 0;
  private name = "";
  private id: string | null = null;
  private events = 0;
  private afterReturn = false;
  /** Milliseconds the server asks to wait before the stream is taken up again; null when it did not say. */
  retryMs: number | null = null;

  constructor(
    private readonly limits: SseLimits,
    private readonly onEvent: (event: SseEvent) => void,
  ) {}

  /** Throws `upstream_too_large` beyond a limit and `upstream_invalid` for bytes that are not UTF-8. */
  push(chunk: Buffer): void {
    let from = 0;
    let feed = chunk.indexOf(lineFeed);
    let ret = chunk.indexOf(carriageReturn);
    // A line feed that completes the CRLF of the previous chunk ends no line of its own.
    if (this.afterReturn && chunk.length > 0) {
      this.afterReturn = false;
      if (feed === 0) from = 1;
    }
    for (;;) {
      if (feed !== -1 && feed < from) feed = chunk.indexOf(lineFeed, from);
      if (ret !== -1 && ret < from) ret = chunk.indexOf(carriageReturn, from);
      const end = earlier(feed, ret);
      if (end === -1) break;
      this.line(this.complete(chunk.subarray(from, end)));
      from = end + 1;
      if (end !== ret) continue;
      if (from < chunk.length && chunk[from] === lineFeed) from++;
      else this.afterReturn = from === chunk.length;
    }
    this.keep(chunk.subarray(from));
  }

  private keep(rest: Buffer): void {
    if (rest.length === 0) return;
    this.parts.push(rest);
    this.partBytes += rest.length;
    if (this.partBytes + this.dataBytes > this.limits.eventBytes) throw tooLarge("event");
  }

  private complete(rest: Buffer): Buffer {
    if (this.parts.length === 0) return rest;
    const line = Buffer.concat([...this.parts, rest]);
    this.parts = [];
    this.partBytes = 0;
    return line;
  }

  private line(line: Buffer): void {
    if (line.length === 0) {
      this.dispatch();
      return;
    }
    const mark = line.indexOf(colon);
    if (mark === 0) return;
    const name = (mark === -1 ? line : line.subarray(0, mark)).toString("latin1");
    const from = mark === -1 ? line.length : mark + (line[mark + 1] === space ? 2 : 1);
    const value = line.subarray(from);
    if (name === "data") this.addData(value);
    else if (name === "event") this.name = value.toString("latin1");
    else if (name === "retry") this.retryMs = digits(value) ?? this.retryMs;
    else if (name === "id" && !value.includes(0)) this.id = value.toString("latin1");
  }

  private addData(value: Buffer): void {
    this.dataBytes += value.length + 1;
    if (this.dataBytes > this.limits.eventBytes) throw tooLarge("event");
    const text = decodeUtf8(value);
    if (text === null)
      throw new AppError("upstream_invalid", "The server's answer is not valid UTF-8.", {
        details: { reason: "utf8" },
      });
    this.data.push(text);
  }

  private dispatch(): void {
    const { data, name, id } = this;
    this.data = [];
    this.dataBytes = 0;
    this.name = "";
    if (data.length === 0) return;
    if (++this.events > this.limits.events) throw tooLarge("events");
    if (name === "" || name === "message") this.onEvent({ data: data.join("\n"), id });
  }
}

function digits(value: Buffer): number | null {
  const text = value.toString("latin1");
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function earlier(left: number, right: number): number {
  if (left === -1) return right;
  return right === -1 ? left : Math.min(left, right);
}

function tooLarge(reason: string): AppError {
  return new AppError("upstream_too_large", "The server's answer is larger than the limit.", {
    details: { reason },
  });
}
