import { expect, test } from "vitest";
import { findInJson, type JsonShape, toRows } from "./json-rows";
import { parseJson } from "./json-tree";

const untouched: JsonShape = { toggled: new Map(), limits: new Map() };

function tree(value: unknown) {
  const node = parseJson(JSON.stringify(value));
  if (!node) throw new Error("not JSON");
  return node;
}

test("paths read like JavaScript, odd keys in quotes", () => {
  const rows = toRows(tree({ arguments: { items: [{ "odd key": 1 }] } }), untouched);
  const closed = toRows(tree({ arguments: { items: [1] } }), {
    ...untouched,
    toggled: new Map([["arguments.items", false]]),
  });
  expect(rows.map((row) => row.path)).toEqual([
    "",
    "arguments",
    "arguments.items",
    "arguments.items[0]",
    'arguments.items[0]["odd key"]',
  ]);
  expect(closed.map((row) => row.path)).toEqual(["", "arguments", "arguments.items"]);
  expect(toRows(tree({ "a b": 1 }), untouched)[1]?.path).toBe('["a b"]');
});

test("a long list starts closed, and shows a hundred at a time once opened", () => {
  const long = tree({ list: Array.from({ length: 250 }, (_, index) => index) });
  expect(toRows(long, untouched)).toHaveLength(2);
  const toggled = new Map([["list", true]]);
  expect(toRows(long, { ...untouched, toggled })).toHaveLength(102);
  expect(toRows(long, { ...untouched, toggled })[1]?.hidden).toBe(150);
  expect(toRows(long, { toggled, limits: new Map([["list", 300]]) })).toHaveLength(252);
});

test("searching opens the way to what was found, however deep", () => {
  const deep = tree({ a: { b: { c: { d: { e: { needle: "x" } } } } } });
  const found = findInJson(deep, "NEEDLE");
  expect(found?.hits).toEqual(new Set(["a.b.c.d.e.needle"]));
  expect(toRows(deep, untouched).some((row) => row.path === "a.b.c.d.e.needle")).toBe(false);
  expect(toRows(deep, { ...untouched, found }).some((row) => row.path === "a.b.c.d.e.needle")).toBe(
    true,
  );
});

test("values are searched in decoded form, blank words find nothing", () => {
  expect(findInJson(tree({ a: "é\nline" }), "é")?.hits).toEqual(new Set(["a"]));
  expect(findInJson(tree({ a: 1 }), "  ")).toBeUndefined();
});
