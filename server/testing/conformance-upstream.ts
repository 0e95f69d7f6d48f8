// The server under the gateway when the conformance suite looks at it: the suite's tools, in both eras, byte for byte.
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { event, sendJson, startRawUpstream, stream } from "@/server/testing/canned-upstream";
import { type ReferenceTool, referenceTools } from "@/server/testing/conformance-tools";
import type { FakeUpstream } from "@/server/testing/fake-upstream";

type Message = {
  id?: string | number;
  method?: string;
  params?: { name?: string; _meta?: { progressToken?: string | number } & Record<string, unknown> };
};

const info = '"serverInfo":{"name":"conformance-upstream","version":"1.0.0"}';
const cached = '"resultType":"complete","ttlMs":60000,"cacheScope":"private"';
/** Between the notifications of a call: the suite wants to see that they come one by one. */
const pauseMs = 50;

export function startConformanceUpstream(): Promise<FakeUpstream> {
  return startRawUpstream(async (recorded, response) => {
    if (recorded.method !== "POST") return void response.writeHead(405).end();
    const message = JSON.parse(recorded.body) as Message;
    if (message.id === undefined) return void response.writeHead(202).end();
    const isModern = recorded.headers["mcp-protocol-version"] === "2026-07-28";
    const tool = referenceTools.find(({ name }) => name === message.params?.name);
    if (message.method === "tools/call" && tool)
      return answerCall(response, message, tool, isModern);
    sendJson(response, toResponse(message, memberFor(message.method, isModern)));
  });
}

function toResponse({ id }: Message, member: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${member}}`;
}

function memberFor(method: string | undefined, isModern: boolean): string {
  const more = isModern ? `,${cached}` : "";
  if (method === "initialize")
    return `"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{},"logging":{}},${info}}`;
  if (method === "server/discover" && isModern)
    return `"result":{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},${info}${more}}`;
  if (method === "tools/list") return `"result":{"tools":[${definitions}]${more}}`;
  if (method === "ping") return '"result":{}';
  return '"error":{"code":-32601,"message":"Method not found"}';
}

const definitions = referenceTools
  .map(({ name, description, inputSchema = { type: "object", properties: {} } }) =>
    JSON.stringify({ name, description, inputSchema }),
  )
  .join(",");

const ours = "io.modelcontextprotocol/";

/** In 2026-07-28 a client says with each request what it can do, and whether it wants to hear log messages. */
function asks(message: Message, isModern: boolean) {
  const meta = message.params?._meta ?? {};
  const capabilities = meta[`${ours}clientCapabilities`] ?? {};
  return {
    can: (capability: string) => !isModern || Object.hasOwn(Object(capabilities), capability),
    hears: (method: string) =>
      method === "notifications/progress"
        ? meta.progressToken !== undefined
        : !isModern || meta[`${ours}logLevel`] !== undefined,
  };
}

async function answerCall(
  response: ServerResponse,
  message: Message,
  { result, needs, says = [] }: ReferenceTool,
  isModern: boolean,
): Promise<void> {
  const client = asks(message, isModern);
  if (needs && !client.can(needs)) {
    const data = `{"requiredCapabilities":{"${needs}":{}}}`;
    const error = `"error":{"code":-32021,"message":"Missing capability","data":${data}}`;
    return sendJson(response, toResponse(message, error));
  }
  const complete = isModern ? result.replace(/\}$/, ',"resultType":"complete"}') : result;
  const answer = toResponse(message, `"result":${complete}`);
  if (says.length === 0) return sendJson(response, answer);
  const token = message.params?._meta?.progressToken;
  stream(response);
  for (const { method, params } of says) {
    if (!client.hears(method)) continue;
    const filled = params.replace("%token%", JSON.stringify(token));
    response.write(event(`{"jsonrpc":"2.0","method":"${method}","params":${filled}}`));
    await wait(pauseMs);
  }
  response.end(event(answer));
}
