// In: one message to POST to an MCP server. Out: the texts of the messages it answers with, from a JSON body or an event
// stream alike. Promises the limits on bytes, events and their size, and strict UTF-8.
import type { IncomingHttpHeaders } from "node:http";
import type { StopSignal } from "@/server/core/stop";
import { decodeUtf8 } from "@/server/core/utf8";
import { env } from "@/server/infra/env";
import { exchange, type OutboundRequest } from "@/server/infra/exchange";
import { type LargeAnswer, smallBytes } from "@/server/infra/large-answers";
import { invalidAnswer } from "@/server/upstream/envelope";
import { SseParser } from "@/server/upstream/sse";
import type { UnknownTarget } from "@/server/upstream/target";

export type Post = {
  target: UnknownTarget;
  headers: Readonly<Record<string, string>>;
  body: string;
  signal?: StopSignal | undefined;
  /** Milliseconds in all, default UPSTREAM_TOTAL_MS. */
  totalMs?: number | undefined;
  /** Told once the status and headers are there. */
  onHead?: (() => void) | undefined;
  /** Where a JSON body that turns out large waits for room; its owner gives the room back. */
  large?: LargeAnswer | undefined;
};

type PostEnd = {
  status: number;
  headers: IncomingHttpHeaders;
  /** The id of the last event, with which a broken stream can be taken up again. */
  lastEventId: string | null;
  /** Milliseconds to wait before that, as the server asked. */
  retryMs: number | null;
  /** Whether it is an event stream. */
  stream: boolean;
};

export type Posted = {
  /** What is known so far; complete once `done` resolves. */
  end: PostEnd;
  /** Resolves at the end of the answer; rejects with an AppError, or with the reason of an abort. */
  done: Promise<PostEnd>;
  abort(reason: Error): void;
};

type BodyKind = "none" | "json" | "stream";

/** Sends it; `onMessage` gets each message's text as it arrives and may throw to refuse the rest. */
export function post(message: Post, onMessage: (text: string, status: number) => void): Posted {
  return begin(message, "POST", onMessage);
}

/** Takes up an event stream again after `lastEventId` (2025-11-25, "Resumability and Redelivery"). */
export function resume(
  message: Omit<Post, "body">,
  lastEventId: string,
  onMessage: (text: string, status: number) => void,
): Posted {
  const headers = { ...message.headers, "last-event-id": lastEventId };
  return begin({ ...message, headers, body: "" }, "GET", onMessage);
}

/** Opens the session's own stream, on which a server sends what belongs to no answer ("Listening for Messages"). */
export function listen(
  message: Omit<Post, "body">,
  onMessage: (text: string, status: number) => void,
): Posted {
  return begin({ ...message, body: "" }, "GET", onMessage);
}

function begin(
  message: Post,
  method: "GET" | "POST",
  onMessage: (text: string, status: number) => void,
): Posted {
  const end: PostEnd = { status: 0, headers: {}, lastEventId: null, retryMs: null, stream: false };
  let parser: SseParser | null = null;
  let collects = false;
  let size = 0;
  const chunks: Buffer[] = [];
  const running = exchange(requestOf(message, method), {
    onHead: (status, headers) => {
      const kind = bodyKind(headers);
      Object.assign(end, { status, headers, stream: kind === "stream" });
      if (end.stream) parser = newParser(end, onMessage);
      message.onHead?.();
      // A complaint may come in any type, but no more of it than a few chunks is of use.
      collects = kind === "json" && status < 400;
    },
    onChunk: (chunk) => {
      if (parser) parser.push(chunk);
      else if (collects || (end.status >= 400 && chunks.length < 8)) chunks.push(chunk);
      size += chunk.length;
      if (collects && size > smallBytes && message.large)
        if (!message.large.take(sizeOf(end.headers), () => running.resume())) running.pause();
    },
  });
  const done = running.done.then(() => {
    const text = chunks.length > 0 ? textOf(chunks, end.status) : "";
    if (text !== "") onMessage(text, end.status);
    return end;
  });
  return { end, done, abort: (reason) => running.abort(reason) };
}

function newParser(end: PostEnd, onMessage: (text: string, status: number) => void): SseParser {
  const limits = env();
  const parser: SseParser = new SseParser(
    { eventBytes: limits.LIMIT_UPSTREAM_EVENT_BYTES, events: limits.LIMIT_UPSTREAM_EVENTS },
    (event) => {
      end.lastEventId = event.id ?? end.lastEventId;
      end.retryMs = parser.retryMs;
      // Servers open resumable streams with an event that has an id and no data.
      if (event.data !== "") onMessage(event.data, end.status);
    },
  );
  return parser;
}

function requestOf(message: Post, method: "GET" | "POST"): OutboundRequest {
  const { target } = message;
  const accept = method === "GET" ? "text/event-stream" : "application/json, text/event-stream";
  return {
    url: target.url,
    method,
    headers: {
      ...target.headers,
      ...(method === "POST" ? { "content-type": "application/json" } : {}),
      accept,
      ...message.headers,
    },
    ...(method === "POST" ? { body: message.body } : {}),
    credentialKey: `${target.serverId} ${target.credentialKey}`,
    signal: message.signal,
    ...(message.totalMs === undefined ? {} : { totalMs: message.totalMs }),
  };
}

/** Bytes an answer may come to. */
function sizeOf(headers: IncomingHttpHeaders): number {
  const limit = env().LIMIT_UPSTREAM_BYTES;
  const announced = Number(headers["content-length"] ?? limit);
  return announced > 0 ? Math.min(announced, limit) : limit;
}

function bodyKind(headers: IncomingHttpHeaders): BodyKind {
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type === "text/event-stream") return "stream";
  return type === "application/json" ? "json" : "none";
}

function textOf(chunks: Buffer[], status: number): string {
  const only = chunks[0];
  const text = decodeUtf8(chunks.length === 1 && only ? only : Buffer.concat(chunks));
  if (text === null && status < 400) throw invalidAnswer("utf8");
  return text ?? "";
}
