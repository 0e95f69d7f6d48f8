// In: the messages of one call as they come. Out: one answer: plain JSON when the result comes first, otherwise an SSE
// stream that ends with it. Promises heartbeats, and that nothing follows the final message.
import type { Reply, Sink } from "@/server/gateway/inbound";
import { json } from "@/server/gateway/refusal";

export const eventStream = {
  "content-type": "text/event-stream",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

const quietMs = 15_000;
/** After so long without an answer the stream begins, so that proxies on the way see life. */
const patienceMs = 10_000;

/** One SSE event. Line ends in JSON stand between tokens only, where a space means the same. */
export function frame(message: string): string {
  return `event: message\ndata: ${message.replace(/[\r\n]+/g, " ")}\n\n`;
}

export class Exchange {
  readonly reply: Promise<Reply>;
  private answer!: (reply: Reply) => void;
  private sink: Sink | null = null;
  private early: string[] = [];
  private streaming = false;
  private over = false;
  private wroteAt: number;

  constructor(
    private readonly headers: Record<string, string>,
    private readonly begun: number,
  ) {
    this.wroteAt = begun;
    this.reply = new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  /** Whether a status can no longer be chosen. */
  get isStreaming(): boolean {
    return this.streaming;
  }

  /** A notification before the result; left out while the client does not read. */
  notify(message: string): void {
    if (this.over || this.sink?.full()) return;
    this.open();
    this.write(frame(message));
  }

  beat(now: number): void {
    if (this.over) return;
    if (!this.streaming && now - this.begun > patienceMs) this.open();
    if (this.streaming && now - this.wroteAt > quietMs) this.write(": keep-alive\n\n");
  }

  /** The final message, with its status unless a stream has begun; null ends without one, as after a cancellation. */
  finish(message: string | null, status = 200): void {
    if (this.over) return;
    if (!this.streaming && message !== null) {
      this.over = true;
      this.answer({ status, headers: { ...json, ...this.headers }, body: message });
      return;
    }
    this.open();
    if (message !== null) this.write(frame(message));
    this.over = true;
    this.sink?.end();
  }

  /** An answer with a status of its own; only while nothing was sent. */
  refuse(reply: Reply): void {
    if (this.over || this.streaming) return;
    this.over = true;
    this.answer(reply);
  }

  private open(): void {
    if (this.streaming) return;
    this.streaming = true;
    this.answer({
      status: 200,
      headers: { ...eventStream, ...this.headers },
      body: (sink) => this.attach(sink),
    });
  }

  private attach(sink: Sink): void {
    this.sink = sink;
    for (const text of this.early.splice(0)) sink.write(text);
    if (this.over) sink.end();
  }

  private write(text: string): void {
    this.wroteAt = performance.now();
    if (this.sink) this.sink.write(text);
    else this.early.push(text);
  }
}
