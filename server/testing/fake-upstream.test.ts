import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterEach, expect, test } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "./fake-upstream";

const started: FakeUpstream[] = [];
afterEach(async () => {
  for (const upstream of started.splice(0)) await upstream.close();
});

test("the v1 client lists and calls the tools of an E25 server", async () => {
  const upstream = await startFakeUpstream();
  started.push(upstream);
  const client = new LegacyClient({ name: "test", version: "1" });
  const transport = new LegacyTransport(new URL(upstream.url));
  await client.connect(transport);
  expect((await client.listTools()).tools.map((tool) => tool.name)).toContain("slow");
  const seen: number[] = [];
  const result = await client.callTool(
    { name: "slow", arguments: { steps: 3, ms: 1 } },
    undefined,
    {
      onprogress: ({ progress }) => seen.push(progress),
    },
  );
  expect(result.content).toEqual([{ type: "text", text: "done after 3 steps" }]);
  expect(seen).toEqual([1, 2, 3]);
  expect(upstream.count("initialize")).toBe(1);
  await client.close();
});

test("the v2 client negotiates E26 with an E26 server", async () => {
  const upstream = await startFakeUpstream({ era: "E26" });
  started.push(upstream);
  const client = new Client(
    { name: "test", version: "1" },
    { versionNegotiation: { mode: "auto" } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(upstream.url)));
  const result = await client.callTool({ name: "echo", arguments: { text: "hi" } });
  expect(result.content).toEqual([{ type: "text", text: "hi" }]);
  expect(upstream.count("initialize")).toBe(0);
  expect(upstream.requests.at(-1)?.headers["mcp-name"]).toBe("echo");
  await client.close();
});
