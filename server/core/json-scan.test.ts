import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { editObject, memberAt, rawOf, stringOf } from "./json-edit";
import { elementsOf, membersOf, scanJson } from "./json-scan";
import { JsonFault } from "./json-tokens";

function faultOf(text: string): string | null {
  try {
    scanJson(text);
    return null;
  } catch (error) {
    return error instanceof JsonFault ? error.reason : "another error";
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON as people write it: indented or not. */
const jsonText = fc
  .tuple(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2, "\t"))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

vi.setConfig({ testTimeout: 30_000 });

describe("scanning agrees with JSON.parse", () => {
  test("everything JSON.stringify writes is accepted", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(faultOf(text)).toBeOneOf([null, "lone_surrogate"]);
      }),
      { numRuns: 500 },
    );
  });

  test("a damaged text is refused whenever JSON.parse refuses it, and otherwise only for our own reasons", () => {
    const damage = fc.tuple(
      jsonText,
      fc.nat(),
      fc.constantFrom(
        ..."\"\\{}[],:0123456789.eE+-tfn \n\u0000\u001f'/u",
        "",
        "\\u12",
        "\ufeff",
        "00",
        "NaN",
      ),
      fc.nat(2),
    );
    fc.assert(
      fc.property(damage, ([text, place, insert, cut]) => {
        const at = place % (text.length + 1);
        const damaged = text.slice(0, at) + insert + text.slice(at + cut);
        const fault = faultOf(damaged);
        if (!parses(damaged)) expect(fault).not.toBeNull();
        else expect(fault).toBeOneOf([null, "duplicate_key", "lone_surrogate"]);
      }),
      { numRuns: 3000 },
    );
  });

  test("each recorded member is the exact text of its value", () => {
    const object = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(object, (value) => {
        const text = JSON.stringify(value, null, 1);
        fc.pre(faultOf(text) === null);
        const parsed = JSON.parse(text);
        const members = membersOf(text, scanJson(text));
        expect([...members.keys()]).toEqual(Object.keys(parsed));
        for (const [key, node] of members) {
          const raw = rawOf(text, node);
          expect(raw).toBe(raw.trim());
          expect(JSON.parse(raw)).toEqual(parsed[key]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['{"a":1,"a":2}', "duplicate_key"],
  ['{"a":1,"\\u0061":2}', "duplicate_key"],
  ['{"\\u0061":1,"a":2}', "duplicate_key"],
  ['[[{"x":{"b":1,"c":2,"b":3}}]]', "duplicate_key"],
  ['"\\ud800"', "lone_surrogate"],
  ['"\\udc00\\ud800"', "lone_surrogate"],
  ['"\\ud800\\u0041"', "lone_surrogate"],
  ['"\ud800"', "lone_surrogate"],
  ['"\udc00"', "lone_surrogate"],
  ["[".repeat(65) + "]".repeat(65), "depth"],
  ["\ufeff{}", "syntax"],
  ["", "syntax"],
  ["{}{}", "syntax"],
  ["[1,]", "syntax"],
  ["{,}", "syntax"],
  ['{"a":1,}', "syntax"],
  ["NaN", "syntax"],
  ["01", "syntax"],
  ["-", "syntax"],
  ["1.", "syntax"],
  ['"\\x"', "syntax"],
  ['"\\', "syntax"],
  ['"\\u12', "syntax"],
  ['"a\nb"', "syntax"],
  ["{'a':1}", "syntax"],
  ["truely", "syntax"],
])("%j is refused: %s", (text, reason) => {
  expect(faultOf(text)).toBe(reason);
});

test("keys of different objects may be equal, and 64 levels are allowed", () => {
  expect(faultOf('[{"a":{"a":1}},{"a":[{"a":2}]}]')).toBeNull();
  expect(faultOf("[".repeat(64) + "]".repeat(64))).toBeNull();
});

test("a duplicate is found among many keys too", () => {
  const keys = Array.from({ length: 200 }, (_, index) => `"k${index}":0`);
  expect(faultOf(`{${keys.join(",")}}`)).toBeNull();
  expect(faultOf(`{${keys.join(",")},"k7":0}`)).toBe("duplicate_key");
  expect(faultOf(`{${keys.join(",")},"\\u006b7":0}`)).toBe("duplicate_key");
});

test("paths lead to members, also below the recorded levels and never through arrays", () => {
  const text = '{"a":{"b":{"c":{"d":{"e":"deep"}}}},"list":[{"x":1}],"s":"\\u00e9"}';
  const root = scanJson(text);
  expect(stringOf(text, memberAt(text, root, "a", "b", "c", "d", "e"))).toBe("deep");
  expect(memberAt(text, root, "list", "0")).toBeUndefined();
  expect(memberAt(text, root, "a", "nothing", "x")).toBeUndefined();
  expect(stringOf(text, memberAt(text, root, "s"))).toBe("é");
  expect(memberAt(text, root, "__proto__")).toBeUndefined();
});

test("the elements of an array are found, each exactly", () => {
  const elements = fc.array(fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(elements, fc.constantFrom(0, 1), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(faultOf(text) === null);
      const found = elementsOf(text, scanJson(text)).map((node) => JSON.parse(rawOf(text, node)));
      expect(found).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ["[".repeat(1_000_000), "depth"],
  [`[${"1,".repeat(999_999)}1]`, null],
  [`{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(",")}}`, "too_many"],
  [`{"a":${'{"a":'.repeat(200_000)}1`, "depth"],
  [JSON.stringify("x".repeat(1_000_000)), null],
])("hostile text %# is judged without recursion and quickly", (text, reason) => {
  // CPU time, since the machine runs other things too; 100 ms is the promise, the rest is for cold code.
  const before = process.cpuUsage();
  expect(faultOf(text)).toBe(reason);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(400);
});

describe("editing", () => {
  const text = '{ "big" : 12345678901234567890, "e":1e400,"z":-0 , "dec":0.1000, "n":{"x":1} }';

  test("only the named members change; numbers and spacing stay byte for byte", () => {
    const root = scanJson(text);
    expect(editObject(text, root, { e: '"new"', added: "[1]" })).toBe(
      '{ "big" : 12345678901234567890, "e":"new","z":-0 , "dec":0.1000, "n":{"x":1},"added":[1] }',
    );
    expect(editObject(text, root, {})).toBe(text);
  });

  test("members can be removed at the front, in the middle, at the end, and all of them", () => {
    const small = '{"a":1, "b":2,"c":3}';
    const root = scanJson(small);
    expect(editObject(small, root, { a: null })).toBe('{ "b":2,"c":3}');
    expect(editObject(small, root, { b: null })).toBe('{"a":1,"c":3}');
    expect(editObject(small, root, { c: null })).toBe('{"a":1, "b":2}');
    expect(editObject(small, root, { a: null, b: null, c: null })).toBe("{}");
    expect(editObject(small, root, { a: null, b: null, c: null, d: "4" })).toBe('{"d":4}');
    expect(editObject(small, root, { missing: null })).toBe(small);
  });

  test("an edit means the same as changing the parsed object", () => {
    const key = fc.constantFrom("a", "b", "c", "d", "__proto__x");
    const change = fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined });
    const input = fc.tuple(
      fc.dictionary(key, fc.jsonValue({ maxDepth: 2 })),
      fc.dictionary(key, change),
      fc.constantFrom(0, 1),
    );
    fc.assert(
      fc.property(input, ([value, changes, indent]) => {
        const source = JSON.stringify(value, null, indent);
        fc.pre(faultOf(source) === null);
        const raw: Record<string, string | null> = {};
        const expected: Record<string, unknown> = JSON.parse(source);
        for (const [name, to] of Object.entries(changes)) {
          raw[name] = to === undefined ? null : JSON.stringify(to);
          if (to === undefined) delete expected[name];
          else expected[name] = JSON.parse(JSON.stringify(to));
        }
        expect(JSON.parse(editObject(source, scanJson(source), raw))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("edits compose from the inside out, all from the original text", () => {
    const call = '{"params":{"name":"x","_meta":{"progressToken":"p","other":1e400}}}';
    const root = scanJson(call);
    const params = memberAt(call, root, "params");
    const meta = memberAt(call, root, "params", "_meta");
    if (!params || !meta) throw new Error("the members are there");
    const newMeta = editObject(call, meta, { progressToken: "7" });
    expect(editObject(call, params, { name: '"y"', _meta: newMeta })).toBe(
      '{"name":"y","_meta":{"progressToken":7,"other":1e400}}',
    );
  });
});
