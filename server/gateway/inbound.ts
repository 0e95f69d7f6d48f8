// In: a request as either door has it. Out: the few things the corridor asks of it, and its answer in a shape both doors
// can send. Promises that the corridor never learns which door it stands behind.

/** A request, read lazily. */
export type Inbound = {
  method: string;
  /** All values of a header, named in lower case, joined by ", "; null when absent. */
  header(name: string): string | null;
  /** The body's bytes. Null when it is longer than `limit`, the rest then unread. */
  body(limit: number): Promise<Buffer | null>;
  /** Calls once when the client went away before the answer was complete. */
  onGone(listener: () => void): void;
  /** Calls once when the answer left this process or its client did, or when that has taken too long to wait for. */
  onSent(listener: () => void): void;
};

/** Where a streamed answer goes. */
export type Sink = {
  write(text: string): void;
  end(): void;
  /** The client reads slower than we write: leave out what may be left out. */
  full(): boolean;
};

export type Reply = {
  status: number;
  headers: Record<string, string>;
  /** A text, or what to do with the sink of an answer that stays open. */
  body: string | ((sink: Sink) => void) | null;
  /** Close the connection after the answer: the rest of the request was not read. */
  close?: true;
};

/** Characters a slow reader may leave unread before optional messages are left out. */
export const slackCharacters = 1 << 20;
