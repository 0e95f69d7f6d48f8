import { expect, test } from "vitest";
import { planCalls } from "@/server/testing/conformance-calls";

const tool = (name: string, inputSchema: string) => ({
  name,
  raw: `{"name":"${name}","inputSchema":${inputSchema}}`,
});

const plain = tool("plain", '{"type":"object","properties":{"n":{"default":1.50}}}');
const typed = tool(
  "typed",
  '{"properties":{"a":{"type":"number"},"b":{},"c":{"type":"array"}},"required":["a","b","c"]}',
);
const echo = tool("echo", '{"properties":{"schema":{"type":"object"}},"required":["schema"]}');

test("every tool is called with the least its schema asks for, a schema letter by letter", () => {
  expect(planCalls([plain, typed, echo], {}).map(({ args }) => args)).toEqual([
    "{}",
    '{"a":2.5,"b":"text","c":[]}',
    '{"schema":{"type":"object","properties":{"n":{"default":1.50}}}}',
  ]);
});

test("what a scenario prescribes is called, and no tool that was turned away", () => {
  const toolCalls = [
    { name: "plain", arguments: { n: null } },
    { name: "gone", arguments: {} },
  ];
  expect(planCalls([plain, typed], { toolCalls })).toEqual([{ tool: plain, args: '{"n":null}' }]);
});
