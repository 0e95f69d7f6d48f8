// In: a request of node:http for a fetch-style handler. Out: its Request; and a Response written back. Promises host and
// protocol of PUBLIC_URL, streaming with back-pressure, and a signal when the client leaves.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "@/server/infra/env";

/** The Request; its signal aborts when the client leaves early. */
export function toRequest(req: IncomingMessage, res: ServerResponse): Request {
  const method = req.method ?? "GET";
  const gone = new AbortController();
  res.once("close", () => res.writableFinished || gone.abort());
  const headers = new Headers();
  for (let index = 0; index < req.rawHeaders.length; index += 2)
    headers.append(req.rawHeaders[index] ?? "", req.rawHeaders[index + 1] ?? "");
  // The door wrote the socket's address there, over what a client may have claimed.
  headers.set("x-forwarded-for", String(req.headers["x-forwarded-for"] ?? ""));
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(req.url ?? "/", env().publicUrl), {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: toWebStream(req), duplex: "half" } : {}),
  });
}

/** Node's own type for a web stream and the DOM's describe the same class. */
function toWebStream(req: IncomingMessage): ReadableStream<Uint8Array> {
  return Readable.toWeb(req) as ReadableStream<Uint8Array>;
}

/** Writes a Response, as fast as the client reads it. */
export async function sendResponse(res: ServerResponse, response: Response): Promise<void> {
  const cookies = response.headers.getSetCookie();
  const headers = Object.fromEntries(response.headers);
  res.writeHead(response.status, {
    ...headers,
    ...(cookies.length > 0 ? { "set-cookie": cookies } : {}),
  });
  if (!response.body) res.end();
  else await pipeline(chunksOf(response.body), res).catch(() => res.destroy());
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield chunk;
}
