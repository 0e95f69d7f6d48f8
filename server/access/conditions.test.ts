import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, canonical, compileConditions, toName } from "@/server/access/conditions";

/** A pattern as an expression, which is fit for a few short texts only. */
function obviously({ operator, values }: Condition, name: string): boolean {
  const composed = values.map((value) => value.normalize("NFC"));
  const [value = ""] = composed;
  if (operator === "in") return composed.includes(name);
  if (operator === "equal") return value === name;
  if (operator === "not equal") return value !== name;
  const escaped = value.replace(/[.+^${}()|[\]\\/]/g, "\\$&");
  const expression = escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]");
  return new RegExp(`^${expression}$`, "u").test(name);
}

const word = fc
  .array(fc.constantFrom("a", "b", "B", "-", "*", "?", ".", "é", "e\u0301"), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    property: fc.constant("name" as const),
    operator: fc.constantFrom("equal" as const, "not equal" as const, "glob match" as const),
    values: fc.tuple(word),
  }),
  fc.record({
    property: fc.constant("name" as const),
    operator: fc.constant("in" as const),
    values: fc.array(word, { minLength: 1, maxLength: 4 }),
  }),
);
const conditions = fc.array(condition, { maxLength: 4 });
const options = { numRuns: 5_000, seed: 20261121 };

test("all conditions hold exactly when each obviously does", () => {
  fc.assert(
    fc.property(conditions, word, (given, name) => {
      const holds = compileConditions(given)?.(toName(name));
      expect(holds).toBe(given.every((one) => obviously(one, name.normalize("NFC"))));
    }),
    options,
  );
});

test("one condition more never lets in another name", () => {
  fc.assert(
    fc.property(conditions, condition, word, (given, more, name) => {
      const [less, all] = [compileConditions(given), compileConditions([...given, more])];
      if (all?.(toName(name))) expect(less?.(toName(name))).toBe(true);
    }),
    options,
  );
});

test("conditions that are written alike say the same, in any order", () => {
  fc.assert(
    fc.property(conditions, word, (given, name) => {
      const turned = given.toReversed().map((one) => ({ ...one, values: one.values.toReversed() }));
      expect(canonical(turned)).toEqual(canonical(given));
      expect(compileConditions(turned)?.(toName(name))).toBe(
        compileConditions(given)?.(toName(name)),
      );
    }),
    options,
  );
});

test("whatever else is stored is understood as nothing, and throws nothing", () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      const list = Array.isArray(stored) ? stored : [stored];
      if (list.length > 0) expect(compileConditions(list)).toBeNull();
    }),
    { seed: 20261121 },
  );
});
