// What 2026-07-28 mirrors into headers, at the door where their names arrive in lower case (security: T73), and what a
// server says of capabilities.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendJson, startRawUpstream } from "@/server/testing/canned-upstream";
import { type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import { type NodeDoor, startNodeDoor } from "@/server/testing/node-door";
import { askNext, askNode, Questions, type Sent, type Told } from "@/server/testing/two-doors";

let node: NodeDoor;
let upstream: FakeUpstream;
let corridor: Corridor;
let say: Questions;

const tools = [
  {
    name: "deploy",
    inputSchema: {
      type: "object",
      properties: {
        region: { type: "string", "x-mcp-header": "Region" },
        count: { type: "integer", "x-mcp-header": "X-Count" },
      },
    },
  },
  { name: "needy", inputSchema: { type: "object" } },
];
const missing =
  '{"code":-32021,"message":"Sampling is needed","data":{"requiredCapabilities":{"sampling":{}}}}';

beforeAll(async () => {
  node = await startNodeDoor();
  upstream = await startRawUpstream((request, response) => {
    const { id, method, params } = JSON.parse(request.body);
    const answer = (result: object) =>
      sendJson(response, JSON.stringify({ jsonrpc: "2.0", id, result }));
    const rest = { resultType: "complete", ttlMs: 0, cacheScope: "private" };
    if (method === "server/discover")
      return answer({ supportedVersions: ["2026-07-28"], capabilities: { tools: {} }, ...rest });
    if (method === "tools/list") return answer({ tools, ...rest });
    if (params.name === "deploy") return answer({ content: [], resultType: "complete" });
    response.writeHead(400, { "content-type": "application/json" });
    response.end(`{"jsonrpc":"2.0","id":${id},"error":${missing}}`);
  });
  corridor = await openCorridor([upstream]);
  say = new Questions(corridor);
  await say.begin((question) => askNode(node, corridor.endpoint.slug, question));
});
afterAll(async () => {
  await upstream.close();
  await node.close();
});

describe.each([
  ["node:http", askNode],
  ["the Next route", askNext],
])("at %s", (_door, ask) => {
  const deploy = (region: unknown, headers: Sent): Promise<Told> => {
    const params = { name: "deploy", arguments: { region, count: 3 } };
    const asked = say.modern("tools/call", params, { "mcp-param-x-count": "3", ...headers });
    return ask(node, corridor.endpoint.slug, asked);
  };
  const base64 = (text: string) => `=?base64?${Buffer.from(text).toString("base64")}?=`;

  it.each([
    ["as it is", "eu", "eu"],
    ["in Base64", "eu-ü\n1", base64("eu-ü\n1")],
    ["that begins like Base64", "=?base64?eA", "=?base64?eA"],
    ["with a sign of Base64 in it", "SGVsbG8=", "SGVsbG8="],
  ])("an argument whose header repeats it %s is passed on with it", async (_how, region, value) => {
    const told = await deploy(region, { "Mcp-Param-Region": value });
    expect(told.status).toBe(200);
    const sent = upstream.requests.at(-1);
    expect(JSON.parse(sent?.body ?? "").params.arguments.region).toBe(region);
    expect(sent?.headers["mcp-param-region"]).toBe(value);
    expect(sent?.headers["mcp-param-x-count"]).toBe("3");
  });

  it.each<[string, unknown, Sent]>([
    ["differs", "eu", { "mcp-param-region": "us" }],
    ["is missing", "eu", {}],
    ["is there without the argument", undefined, { "mcp-param-region": "eu" }],
    ["comes twice", "eu", { "mcp-param-region": ["eu", "eu"] }],
    ["is broken Base64", "eu", { "mcp-param-region": "=?base64?ZX?=" }],
    ["differs in case", "eu", { "mcp-param-region": "EU" }],
    ["repeats a number that differs", "eu", { "mcp-param-region": "eu", "mcp-param-x-count": "4" }],
  ])("-32020 and nothing is sent when the header %s", async (_how, region, headers) => {
    const before = upstream.requests.length;
    const told = await deploy(region, headers);
    expect(told.status).toBe(400);
    expect(JSON.parse(told.text).error.code).toBe(-32020);
    expect(upstream.requests).toHaveLength(before);
  });

  it.each<[string, Sent]>([
    ["Mcp-Name", { "mcp-name": ["deploy", "deploy"] }],
    ["Mcp-Method", { "mcp-method": ["tools/call", "tools/list"] }],
    ["MCP-Protocol-Version", { "mcp-protocol-version": ["2026-07-28", "2025-11-25"] }],
  ])("a second %s is no agreement", async (_name, headers) => {
    const before = upstream.requests.length;
    const told = await deploy("eu", { "mcp-param-region": "eu", ...headers });
    expect(told.status).toBe(400);
    expect(upstream.requests).toHaveLength(before);
  });

  it("a capability the server misses in the client is told with 400, and recorded", async () => {
    const needy = { name: "needy", arguments: {} };
    const told = await ask(node, corridor.endpoint.slug, say.modern("tools/call", needy));
    expect(told.status).toBe(400);
    expect(told.text).toBe(`{"jsonrpc":"2.0","id":7,"error":${missing}}`);
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.at(-1)).toMatchObject({ outcome: "failed", errorCode: "-32021" });
    const before = await ask(node, corridor.endpoint.slug, say.legacy("tools/call", needy));
    expect(before.status).toBe(200);
  });
});
