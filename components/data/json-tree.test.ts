import { expect, test } from "vitest";
import { decodeString, type JsonNode, parseJson, writeJson } from "./json-tree";

function roundTrip(text: string): string {
  const node = parseJson(text);
  if (!node) throw new Error(`not parsed: ${text}`);
  return writeJson(node);
}

test("digits beyond 2^53 and exponents survive", () => {
  expect(roundTrip("[9007199254740993,1e400,-0.10,1E+2]")).toBe(
    "[\n  9007199254740993,\n  1e400,\n  -0.10,\n  1E+2\n]",
  );
});

test("duplicate keys and the order of integer-like keys survive", () => {
  const node = parseJson('{"b":1,"2":2,"1":3,"b":4}');
  const keys = node?.kind === "object" ? node.members.map((member) => member.key) : [];
  expect(keys).toEqual(["b", "2", "1", "b"]);
});

test("strings keep their escapes in source form and decode on demand", () => {
  const node: JsonNode | undefined = parseJson('"a\\u00e9\\n\\"\\ud83d\\ude00"');
  expect(node).toEqual({ kind: "string", raw: '"a\\u00e9\\n\\"\\ud83d\\ude00"' });
  expect(decodeString('"a\\u00e9\\n"')).toBe("aé\n");
});

test.each([
  "",
  "{",
  "[1,]",
  '{"a"}',
  '{"a":1,}',
  '"open',
  '"bad \\x"',
  "01",
  "1 2",
  "nul",
  "[1",
  '"\n"',
])("%j is not JSON", (text) => {
  expect(parseJson(text)).toBeUndefined();
});

test.each(["{}", "[]", "null", "true", '""', " \n\t0 "])("%j is JSON", (text) => {
  expect(JSON.parse(roundTrip(text))).toEqual(JSON.parse(text));
});

test("hostile nesting is refused instead of overflowing the stack", () => {
  expect(parseJson("[".repeat(100_000))).toBeUndefined();
  expect(parseJson("[".repeat(300) + "]".repeat(300))).toBeDefined();
});

test("a string of two million characters is read", () => {
  const text = JSON.stringify("x".repeat(2_000_000));
  expect(parseJson(text)).toEqual({ kind: "string", raw: text });
});
