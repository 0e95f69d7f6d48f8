import type { ServerResponse } from "node:http";
import { describe, expect, test, vi } from "vitest";
import {
  idOf,
  sendJson,
  startCannedUpstream,
  startRawUpstream,
} from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import { adopt, closeUpstreams, failureOf, start, targetOf } from "@/server/testing/upstream-calls";
import { fetchCatalog } from "./catalog";

vi.setConfig({ testTimeout: 30_000 });
closeUpstreams();

const tool = (name: string, more = "") =>
  `{"name":${JSON.stringify(name)},"inputSchema":{"type":"object"}${more}}`;

/** An E26 server whose pages are written by `page`, given the cursor of each request. */
function paged(page: (cursor: string | null) => string): Promise<FakeUpstream> {
  return startRawUpstream((request, response) => {
    const answer = (result: string) =>
      sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"result":${result}}`);
    if (request.rpcMethod === "server/discover")
      return answer('{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}}');
    if (request.rpcMethod !== "tools/list") return void response.writeHead(404).end();
    const cursor: unknown = JSON.parse(request.body).params.cursor ?? null;
    answer(page(cursor === null ? null : String(cursor)));
  });
}

async function catalogOf(tools: readonly string[]) {
  const upstream = await adopt(startCannedUpstream({ era: "E26", tools, call: () => "{}" }));
  return fetchCatalog(targetOf(upstream));
}

const namesOf = (tools: readonly { name: string }[]) => tools.map(({ name }) => name);

describe("the era is found", () => {
  test.each([
    ["E25", "2025-11-25", "fake-legacy", ["E25"]],
    ["E26", "2026-07-28", "fake-modern", ["E26"]],
    ["both", "2026-07-28", "fake-modern", ["E26", "E25"]],
  ] as const)("of a server that speaks %s", async (era, protocolVersion, name, eras) => {
    const upstream = await start({ era });
    const catalog = await fetchCatalog(targetOf(upstream));
    expect(catalog.protocolVersion).toBe(protocolVersion);
    expect([catalog.era, catalog.eras]).toEqual([eras[0], eras]);
    expect(catalog.serverInfo?.name).toBe(name);
    expect(namesOf(catalog.tools)).toEqual(["echo", "add", "slow", "fail", "large", "log"]);
    expect([catalog.rejected, catalog.notes]).toEqual([[], []]);
  });

  test("and the session it took is used again by the first call's pool", async () => {
    const upstream = await start();
    await fetchCatalog(targetOf(upstream));
    await fetchCatalog(targetOf(upstream));
    expect(upstream.requests.filter((one) => one.method === "DELETE").length).toBe(0);
  });

  test("a server that wants a credential says so", async () => {
    const upstream = await start({ bearer: "secret" });
    expect((await failureOf(fetchCatalog(targetOf(upstream)))).code).toBe("connection_required");
    const headers = { authorization: "Bearer secret" };
    expect((await fetchCatalog(targetOf(upstream, { headers }))).tools.length).toBe(6);
  });

  test("an old server that knows only what came before is greeted the old way", async () => {
    const upstream = await adopt(
      startRawUpstream((request, response: ServerResponse) => {
        const answer = (result: string) =>
          sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"result":${result}}`);
        if (request.rpcMethod === "initialize")
          answer(
            '{"protocolVersion":"2024-11-05","capabilities":{},"serverInfo":{"name":"old\\u202e","version":"1"}}',
          );
        else if (request.rpcMethod === "tools/list") answer(`{"tools":[${tool("a")}]}`);
        else if (request.rpcMethod === "server/discover") response.writeHead(500).end("what?");
        else response.writeHead(202).end();
      }),
    );
    const catalog = await fetchCatalog(targetOf(upstream));
    expect([catalog.era, catalog.protocolVersion]).toEqual(["E25", "2024-11-05"]);
    expect(catalog.serverInfo).toEqual({ name: "old", title: null, version: "1" });
  });
});

test("a definition is kept exactly as the server wrote it", async () => {
  const odd = tool(
    "odd",
    ',"unknown":{"n":12345678901234567890, "e":1e400},"_meta":{"ui":{"x":0.10}}',
  );
  const catalog = await catalogOf([odd, ` ${tool("plain")} `]);
  expect(catalog.tools).toEqual([
    { name: "odd", raw: odd },
    { name: "plain", raw: tool("plain") },
  ]);
});

describe("lists without end have one (T56)", () => {
  test("pages are walked to the last", async () => {
    const upstream = await adopt(
      paged((cursor) => {
        const page = Number(cursor ?? 0);
        return `{"tools":[${tool(`t${page}`)}]${page < 3 ? `,"nextCursor":"${page + 1}"` : ""}}`;
      }),
    );
    expect(namesOf((await fetchCatalog(targetOf(upstream))).tools)).toEqual([
      "t0",
      "t1",
      "t2",
      "t3",
    ]);
  });

  test("a cursor that comes back ends the walk", async () => {
    let page = 0;
    const upstream = await adopt(
      paged(() => `{"tools":[${tool(`t${page++}`)}],"nextCursor":"again"}`),
    );
    const catalog = await fetchCatalog(targetOf(upstream));
    expect(catalog.tools.length).toBe(2);
    expect(catalog.notes.length).toBe(1);
  });

  test("10,000 pages are read up to the 50th", async () => {
    let page = 0;
    const upstream = await adopt(
      paged(() => `{"tools":[${tool(`t${page}`)}],"nextCursor":"${++page}"}`),
    );
    const catalog = await fetchCatalog(targetOf(upstream));
    expect([catalog.tools.length, page, catalog.notes.length]).toEqual([50, 50, 1]);
  });

  test("100,000 tools are read up to the 2,000th", async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => tool(`t${index}`)).join(",");
    const upstream = await adopt(paged(() => `{"tools":[${many}]}`));
    const catalog = await fetchCatalog(targetOf(upstream));
    expect([catalog.tools.length, catalog.notes.length]).toEqual([2_000, 1]);
  });
});

describe("a tool that must not be offered is turned away, with the reason, and the others stay", () => {
  const nested = (depth: number) =>
    `{"type":"object","a":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
  const withHeader = (schema: string) =>
    `{"name":"h","inputSchema":{"type":"object","properties":${schema}}}`;

  test.each([
    ["a name with an escape sequence", tool("red\u001b[31m"), "hidden"],
    ["a zero-width name", tool("read\u200bfile"), "hidden"],
    ["a bidirectional name", tool("\u202eelif"), "hidden"],
    ["a name with CRLF", tool("a\r\nx-injected: 1"), "hidden"],
    ["__proto__", tool("__proto__"), "mistaken"],
    ["constructor", tool("constructor"), "mistaken"],
    ["a path", tool("../../etc/passwd"), "mistaken"],
    ["an encoded header", tool("=?base64?eA==?="), "imitates"],
    ["no name", '{"inputSchema":{"type":"object"}}', "no name"],
    ["an empty name", tool(""), "empty"],
    ["a long name", tool("x".repeat(129)), "longer"],
    ["no schema", '{"name":"x"}', "schema"],
    ["a schema that is no object", '{"name":"x","inputSchema":[]}', "schema"],
    ["1 MB of description", tool("x", `,"description":"${"d".repeat(1_000_000)}"`), "KB"],
    ["a schema 1,000 levels deep", `{"name":"deep","inputSchema":${nested(1_000)}}`, "nested"],
    ["no object", "7", "no tool"],
    [
      "an empty header name",
      withHeader('{"a":{"type":"string","x-mcp-header":""}}'),
      "x-mcp-header",
    ],
    [
      "a header name with CRLF",
      withHeader('{"a":{"type":"string","x-mcp-header":"A\\r\\nB"}}'),
      "x-mcp-header",
    ],
    [
      "a header on a number",
      withHeader('{"a":{"type":"number","x-mcp-header":"A"}}'),
      "x-mcp-header",
    ],
    [
      "a header on an object",
      withHeader('{"a":{"type":"object","x-mcp-header":"A"}}'),
      "x-mcp-header",
    ],
    [
      "a header twice",
      withHeader(
        '{"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}}',
      ),
      "x-mcp-header",
    ],
    [
      "a header under oneOf",
      withHeader('{"a":{"oneOf":[{"type":"string","x-mcp-header":"A"}]}}'),
      "x-mcp-header",
    ],
    [
      "a header under items",
      withHeader('{"a":{"items":{"type":"string","x-mcp-header":"A"}}}'),
      "x-mcp-header",
    ],
    [
      "a header under $defs",
      withHeader('{"a":{"$defs":{"b":{"type":"string","x-mcp-header":"A"}}}}'),
      "x-mcp-header",
    ],
  ])("%s", async (_what, bad, reason) => {
    const catalog = await catalogOf([tool("first"), bad, tool("last")]);
    expect(namesOf(catalog.tools)).toEqual(["first", "last"]);
    expect(catalog.rejected.length).toBe(1);
    expect(catalog.rejected[0]?.reason).toContain(reason);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the claim.
    expect(catalog.rejected[0]?.name).not.toMatch(/[\u0000-\u001f\u200b\u202e]/);
  });

  test("of two tools with one name the first stays", async () => {
    const catalog = await catalogOf([tool("a", ',"n":1'), tool("a", ',"n":2'), tool("b")]);
    expect(namesOf(catalog.tools)).toEqual(["a", "b"]);
    expect(catalog.tools[0]?.raw).toContain('"n":1');
    expect(catalog.rejected).toEqual([{ name: "a", reason: "another tool has the same name" }]);
  });

  test("references, patterns and big unions are carried, never fetched or compiled", async () => {
    const schema =
      '{"type":"object","properties":{"a":{"$ref":"http://127.0.0.1:9/x"},"b":{"pattern":"^(a+)+$"}},"x-mcp-note":1}';
    const catalog = await catalogOf([`{"name":"x","inputSchema":${schema}}`]);
    expect(catalog.tools[0]?.raw).toContain("http://127.0.0.1:9/x");
  });
});
