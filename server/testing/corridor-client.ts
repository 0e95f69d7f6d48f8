// A client that says exactly what a test wants it to say, without an SDK's help, to the corridor itself.
import { serveMcp } from "@/server/gateway/serve";
import type { Corridor } from "./corridor";

export type Rpc = {
  status: number;
  headers: Headers;
  text: string;
  /** Of a JSON answer, or the last message of a stream. */
  message: Message;
  /** All messages of a stream; the one message otherwise. */
  messages: Message[];
};

type Message = {
  id?: unknown;
  method?: string;
  params?: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into results of every shape
  result?: any;
  error?: { code: number; message: string; data?: Record<string, unknown> };
};

type Sent = Record<string, string | null>;

const modern = "2026-07-28";

/** The `_meta` of a request of 2026-07-28. */
export const envelope = {
  "io.modelcontextprotocol/protocolVersion": modern,
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** Sends one request and returns the Response as it is; a header given as null is left out. */
export function send(
  corridor: Corridor,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Sent = {},
  init: { method?: string; slug?: string; signal?: AbortSignal } = {},
): Promise<Response> {
  const { host } = new URL(corridor.endpoint.address);
  const all: Sent = {
    host,
    authorization: `Bearer ${corridor.token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const request = new Request(corridor.endpoint.address, {
    method: init.method ?? "POST",
    headers: given,
    ...(body === null ? {} : { body }),
    ...(init.signal ? { signal: init.signal } : {}),
  });
  return serveMcp(request, init.slug ?? corridor.endpoint.slug);
}

/** Reads an answer to its end. */
export async function read(response: Response): Promise<Rpc> {
  const text = await response.text();
  const isStream = response.headers.get("content-type") === "text/event-stream";
  const lines = isStream ? text.split("\n").filter((line) => line.startsWith("data: ")) : [];
  const parts = isStream ? lines.map((line) => line.slice(6)) : [text];
  const messages = parts.filter(Boolean).map((part) => JSON.parse(part) as Message);
  const { status, headers } = response;
  return { status, headers, text, messages, message: messages.at(-1) ?? {} };
}

/** A client of the 2025 era with a session. */
export class LegacyClient {
  private id = 0;
  session = "";

  constructor(readonly corridor: Corridor) {}

  static async connect(corridor: Corridor): Promise<LegacyClient> {
    const client = new LegacyClient(corridor);
    const params = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "test", version: "1" },
    };
    const answer = await client.request("initialize", params);
    client.session = answer.headers.get("mcp-session-id") ?? "";
    await client.notify("notifications/initialized");
    return client;
  }

  headers(): Record<string, string> {
    return this.session ? { "mcp-session-id": this.session } : {};
  }

  async request(method: string, params?: object, id: unknown = ++this.id): Promise<Rpc> {
    return read(await this.raw(JSON.stringify({ jsonrpc: "2.0", id, method, params })));
  }

  call(name: string, args: object = {}, meta?: object): Promise<Rpc> {
    const params = { name, arguments: args, ...(meta ? { _meta: meta } : {}) };
    return this.request("tools/call", params);
  }

  notify(method: string, params?: object): Promise<Response> {
    return this.raw(JSON.stringify({ jsonrpc: "2.0", method, params }));
  }

  raw(
    body: string | Uint8Array<ArrayBuffer>,
    init: { signal?: AbortSignal } = {},
  ): Promise<Response> {
    return send(this.corridor, body, this.headers(), init);
  }

  /** Opens the GET stream. */
  stream(signal: AbortSignal): Promise<Response> {
    return send(
      this.corridor,
      null,
      { ...this.headers(), "content-type": null },
      {
        method: "GET",
        signal,
      },
    );
  }
}

/** One request of 2026-07-28, its headers derived from its body unless told otherwise. */
export function sendModern(
  corridor: Corridor,
  method: string,
  params: Record<string, unknown> = {},
  headers: Sent = {},
  init: { signal?: AbortSignal; id?: unknown } = {},
): Promise<Response> {
  const meta = { ...envelope, ...(params["_meta"] as object | undefined) };
  const message = { jsonrpc: "2.0", id: init.id ?? 1, method, params: { ...params, _meta: meta } };
  const name = params["name"];
  const mirrored = {
    "mcp-protocol-version": modern,
    "mcp-method": method,
    ...(typeof name === "string" ? { "mcp-name": name } : {}),
    ...headers,
  };
  const signal = init.signal ? { signal: init.signal } : {};
  return send(corridor, JSON.stringify(message), mirrored, signal);
}

/** The same, read to its end. */
export async function askModern(...given: Parameters<typeof sendModern>): Promise<Rpc> {
  return read(await sendModern(...given));
}

/** Reads a stream's text piece by piece until `found` is in it. Throws when the stream ends before. */
export async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  found: string,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes(found)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended without ${found}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}
