// A hand-written MCP server that answers exact bytes: for numbers, unknown fields and misbehaviour no SDK would send.
import type { ServerResponse } from "node:http";
import type { Executed, FakeUpstream } from "./fake-upstream";
import { type Answer, type Recorded, serveRecorded } from "./recorded-http";

export type CannedOptions = {
  era: "E25" | "E26";
  /** Raw tool definitions. */
  tools: readonly string[];
  /** The raw `result` of a tools/call, given the raw body of the request. */
  call(tool: string, body: string): string | Promise<string>;
};

type Message = { id?: string | number; method?: string; params?: { name?: string } };

/** Starts a well-behaved server whose results are exactly the texts given. */
export async function startCannedUpstream(options: CannedOptions): Promise<FakeUpstream> {
  const executed: Executed[] = [];
  return startRawUpstream(async (recorded, response) => {
    if (recorded.method === "DELETE") return void response.writeHead(204).end();
    if (recorded.method !== "POST") return void response.writeHead(405).end();
    const message = JSON.parse(recorded.body) as Message;
    if (message.id === undefined) return void response.writeHead(202).end();
    const result = await resultOf(options, message, recorded.body, executed);
    if (result === null) return void sendUnknownMethod(response, message, options.era);
    sendJson(response, `{"jsonrpc":"2.0","id":${JSON.stringify(message.id)},"result":${result}}`, {
      ...(message.method === "initialize" ? { "mcp-session-id": "canned-session" } : {}),
    });
  }, executed);
}

/** Answers 200 with this JSON text. */
export function sendJson(
  response: ServerResponse,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { "content-type": "application/json", ...headers }).end(text);
}

/** A sound answer to the request with this id. */
export const good = (id: string, text = "x") =>
  `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${text}"}]}}`;

/** Begins an event stream. */
export const stream = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/event-stream" });

/** One event with this data. */
export const event = (data: string) => `data: ${data}\n\n`;

/** Starts a server that answers whatever `answer` writes; `url` ends in /mcp. */
export async function startRawUpstream(
  answer: Answer,
  executed: Executed[] = [],
): Promise<FakeUpstream> {
  const http = await serveRecorded(answer);
  return {
    url: `${http.origin}/mcp`,
    hostPort: http.hostPort,
    requests: http.requests,
    executed,
    cancelled: [],
    count: (rpcMethod) => http.requests.filter((one) => one.rpcMethod === rpcMethod).length,
    connections: http.connections,
    forgetSessions: () => {},
    close: http.close,
  };
}

/** The JSON-RPC id of a recorded request, as raw JSON. */
export function idOf(recorded: Recorded): string {
  return JSON.stringify((JSON.parse(recorded.body) as Message).id ?? null);
}

function resultOf(
  options: CannedOptions,
  message: Message,
  body: string,
  executed: Executed[],
): string | Promise<string> | null {
  const info = `"serverInfo":{"name":"canned","version":"1.0.0"}`;
  const tail =
    options.era === "E26" ? `,"resultType":"complete","ttlMs":60000,"cacheScope":"private"` : "";
  if (message.method === "initialize" && options.era === "E25")
    return `{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},${info}}`;
  if (message.method === "server/discover" && options.era === "E26")
    return `{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"canned","version":"1.0.0"}}${tail}}`;
  if (message.method === "tools/list") return `{"tools":[${options.tools.join(",")}]${tail}}`;
  if (message.method !== "tools/call") return null;
  const tool = message.params?.name ?? "";
  executed.push({ tool, arguments: {} });
  return options.call(tool, body);
}

function sendUnknownMethod(response: ServerResponse, message: Message, era: string): void {
  const id = JSON.stringify(message.id);
  response.writeHead(era === "E26" ? 404 : 200, { "content-type": "application/json" });
  response.end(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32601,"message":"Method not found"}}`);
}
