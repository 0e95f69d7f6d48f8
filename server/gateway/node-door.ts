// In: a request of node:http. Out: its Inbound; and a Reply written to its response. Promises no Request or Response object
// in between, which would cost more than the rest of the corridor, and that a client that left breaks nothing.
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Inbound, type Reply, type Sink, slackCharacters } from "@/server/gateway/inbound";

/** Milliseconds a slow reader keeps room from others. */
const sendMs = 30_000;

/** What the corridor asks of a request. */
export function fromNode(req: IncomingMessage, res: ServerResponse): Inbound {
  return {
    method: req.method ?? "",
    header: (name) => headerOf(req, name),
    body: (limit) => readBody(req, limit),
    onGone: (listener) => {
      if (res.closed && !res.writableFinished) listener();
      else res.once("close", () => res.writableFinished || listener());
    },
    onSent: (listener) => {
      if (res.closed) return listener();
      const timer = setTimeout(listener, sendMs).unref();
      res.once("close", () => {
        clearTimeout(timer);
        listener();
      });
    },
  };
}

function headerOf(req: IncomingMessage, name: string): string | null {
  const value = req.headers[name];
  if (value === undefined) return null;
  // Of two equal ones node keeps the first; whoever authenticates must see both.
  if (name === "authorization" && countOf(req, name) > 1) return `${value}, ${value}`;
  return typeof value === "string" ? value : value.join(", ");
}

/** How often a header was sent. */
export function countOf(req: IncomingMessage, name: string): number {
  const { rawHeaders } = req;
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index] ?? "";
    if (sent.length === name.length && sent.toLowerCase() === name) count++;
  }
  return count;
}

/** The bytes of a body; null beyond the limit. Rejects when the client leaves before it was sent. */
function readBody(req: IncomingMessage, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        req.pause();
        resolve(null);
      }
    });
    req.on("end", () => resolve(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)));
    req.on("error", reject);
    req.on("close", () => {
      if (!req.complete) reject(new Error("the client left"));
    });
  });
}

/** Writes a reply. */
export function sendReply(res: ServerResponse, reply: Reply): void {
  if (res.destroyed) return;
  const { status, headers, body, close } = reply;
  if (close) res.shouldKeepAlive = false;
  if (typeof body !== "function") {
    const text = body ?? "";
    const length = status === 204 ? {} : { "content-length": Buffer.byteLength(text) };
    res.writeHead(status, { ...headers, ...length });
    res.end(text);
    if (close) res.once("finish", () => res.req.destroy());
    return;
  }
  res.on("error", () => res.destroy());
  res.writeHead(status, headers);
  res.flushHeaders();
  body(sinkOf(res));
}

function sinkOf(res: ServerResponse): Sink {
  const isOpen = () => !res.destroyed && !res.writableEnded;
  return {
    write: (text) => {
      if (isOpen()) res.write(text);
    },
    end: () => {
      if (isOpen()) res.end();
    },
    full: () => res.writableLength > slackCharacters,
  };
}
