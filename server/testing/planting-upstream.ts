// A server that plants personal data wherever a server can write, and the values it plants.
import type { ServerResponse } from "node:http";
import { sendJson, startRawUpstream, stream } from "./canned-upstream";
import type { FakeUpstream } from "./fake-upstream";
import type { Recorded } from "./recorded-http";

// Values nobody else uses, so that a trace of one is a leak.
export const planted = {
  email: "wilma.planted@leak-canary.example.com",
  phone: "(628) 555-0177",
  ssn: "219-09-8765",
  card: "4000 0566 5566 5556",
  ip: "198.51.100.213",
  ipv6: "2001:db8:5ca1:ab1e::77",
};
export const bareCard = 5105105105105100;
export const barePhone = 6285550188;
/** All of them as text. */
export const everything = [...Object.values(planted), String(bareCard), String(barePhone)];
export const piiTypes: readonly string[] = ["EMAIL", "PHONE", "SSN", "CREDIT_CARD", "IP"];
export const prose = `Ask ${planted.email}, ${planted.phone}, ${planted.ssn}, ${planted.card}, ${planted.ip} or ${planted.ipv6}.`;
export const redactedProse =
  "Ask [REDACTED_EMAIL], [REDACTED_PHONE], [REDACTED_SSN], [REDACTED_CREDIT_CARD], [REDACTED_IP] or [REDACTED_IP].";
/** Base64, in which nothing is looked for. */
export const image = Buffer.from(`GIF89a ${planted.email}`).toString("base64");

export const outputSchema = {
  type: "object",
  properties: {
    owner: { type: "string", format: "email" },
    phone: { type: "integer" },
    notes: { type: "array", items: { type: "string" }, uniqueItems: true },
    "help@desk.example.com": { type: "string" },
    kind: { enum: ["root@localhost.example.com"] },
  },
  required: ["owner", "phone", "help@desk.example.com"],
};
export const structured = {
  owner: planted.email,
  phone: barePhone,
  notes: [planted.ssn, planted.ip, prose],
  "help@desk.example.com": "open",
  kind: "root@localhost.example.com",
  [planted.email]: { card: bareCard, phone: barePhone, id: 12345678901 },
};
const tools = [
  { name: "report", inputSchema: { type: "object" }, outputSchema },
  { name: "say", inputSchema: { type: "object" } },
  { name: "explode", inputSchema: { type: "object" } },
  { name: "work", inputSchema: { type: "object" } },
  {
    name: "mirrored",
    inputSchema: { type: "object", properties: { to: { type: "string", "x-mcp-header": "To" } } },
  },
];

type Asked = {
  id?: number;
  method?: string;
  params?: { name?: string; _meta?: { progressToken?: unknown } };
};

const results: Record<string, object> = {
  report: {
    content: [{ type: "text", text: JSON.stringify(structured) }],
    structuredContent: structured,
  },
  say: {
    content: [
      { type: "text", text: prose },
      { type: "image", data: image, mimeType: "image/gif" },
      { type: "resource", resource: { uri: `mailto:${planted.email}`, text: prose } },
      { type: "resource", resource: { uri: "file:///a", mimeType: "x/y", blob: image } },
    ],
    _meta: { "example.com/author": planted.email },
    "x-unknown": { deep: [prose] },
  },
  mirrored: { content: [] },
};

/** Starts a server of the 2025 era, which answers requests of 2026 too. */
export function startPlantingUpstream(): Promise<FakeUpstream> {
  return startRawUpstream(answer);
}

async function answer(recorded: Recorded, response: ServerResponse): Promise<void> {
  if (recorded.method !== "POST") return void response.writeHead(405).end();
  const asked = JSON.parse(recorded.body) as Asked;
  if (asked.id === undefined) return void response.writeHead(202).end();
  if (asked.params?.name === "work") return work(asked, response);
  const said = JSON.stringify({ jsonrpc: "2.0", id: asked.id, ...answerTo(asked) });
  sendJson(response, said);
}

function answerTo({ method, params }: Asked): object {
  const tail = { resultType: "complete", ttlMs: 60_000, cacheScope: "private" };
  const capabilities = { tools: {} };
  const serverInfo = { name: "planting", version: "1" };
  if (method === "server/discover")
    return { result: { supportedVersions: ["2026-07-28"], capabilities, ...tail } };
  if (method === "initialize")
    return { result: { protocolVersion: "2025-11-25", capabilities, serverInfo } };
  if (method === "tools/list") return { result: { tools, ...tail } };
  if (params?.name === "explode")
    return { error: { code: -32000, message: `No: ${prose}`, data: { why: [prose] } } };
  return { result: { ...results[params?.name ?? ""], resultType: "complete" } };
}

/** Progress and the answer as events, a few bytes at a time. */
async function work({ id, params }: Asked, response: ServerResponse): Promise<void> {
  const progressToken = params?._meta?.progressToken;
  const progress = { progressToken, progress: 1, total: 4111111111111111, message: prose };
  const messages = [
    { jsonrpc: "2.0", method: "notifications/message", params: { level: "info", data: prose } },
    { jsonrpc: "2.0", method: "notifications/progress", params: progress },
    { jsonrpc: "2.0", id, result: { content: [{ type: "text", text: prose }] } },
  ];
  stream(response);
  const bytes = Buffer.from(messages.map((one) => `data: ${JSON.stringify(one)}\n\n`).join(""));
  for (let at = 0; at < bytes.length; at += 7) {
    response.write(bytes.subarray(at, at + 7));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}
