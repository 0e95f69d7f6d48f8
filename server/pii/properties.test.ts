import fc from "fast-check";
import { expect, test } from "vitest";
import { piiTypes } from "./entities";
import { mayHold } from "./may-hold";
import { redactSlowly } from "./oracle";
import { redactText } from "./redact";
import { redactJson, redactJsonAsync } from "./redact-json";

const numRuns = 2_000;
// One seed, so that a run says the same everywhere; change it, or raise the number, to look for what is not known yet.
fc.configureGlobal({ seed: 20_261_120 });
const redact = (text: string) => redactText(text, piiTypes);

// Pieces of entities and of what stands around them, so that near-misses are as common as entities.
const pieces =
  "4|41|415|555|0123|123|45|6789|4111|1111|4111111111111111|123-45-6789|415-555-0123|(415)|10.0.0.1|10|255|0|1|001|+1|.|-| |,|:|(|)|a|x1|_|@|jane|x.com|co|é".split(
    "|",
  );
const nasty = [
  ...pieces,
  ..."phone|call |ssn |order |version |v|::1|fe80::1|2001:db8::|%eth0|%40|%20|%3D|%2B1|\\|\\n|\\\\n|\\u0040|\\u003c|\\u0034|\"|'|[at]| [dot] |[|]|{|}|/|://|&#64;|&lt;|<|>|=|#|x12| ext 5|~|!|\n|\t|\u00a0|\u2013|\u2014|＠|４|１|．|（|到|ф|😀|\ud800|[REDACTED_PHONE]|[REDACTED_IP]|-rc1|+m|\u2028".split(
    "|",
  ),
];
const text = (from: readonly string[], maxLength = 14) =>
  fc.array(fc.constantFrom(...from), { maxLength }).map((parts) => parts.join(""));

test("what the slow and obvious expressions find is what is found", () => {
  const plain = [...pieces.filter((piece) => !"+1|:|é|co|a".split("|").includes(piece)), "q"];
  fc.assert(
    fc.property(text(plain), (value) => {
      expect(redact(value)).toBe(redactSlowly(value));
    }),
    { numRuns },
  );
});

test("redacting what is redacted changes nothing", () => {
  fc.assert(
    fc.property(text(nasty), (value) => {
      const once = redact(value);
      expect(redact(once)).toBe(once);
    }),
    { numRuns },
  );
});

test("nothing outside the placeholders is altered, and nothing throws", () => {
  const hole = /\[REDACTED_(?:EMAIL|PHONE|SSN|CREDIT_CARD|IP)\]/;
  fc.assert(
    fc.property(fc.oneof(text(nasty), fc.string({ unit: "binary" })), (value) => {
      let at = 0;
      for (const literal of redact(value).split(hole)) {
        const found = value.indexOf(literal, at);
        expect(found).toBeGreaterThanOrEqual(at);
        at = found + literal.length;
      }
    }),
    { numRuns },
  );
});

test("a type that is off leaves the others as they are", () => {
  fc.assert(
    fc.property(text(nasty), fc.subarray([...piiTypes]), (value, types) => {
      const some = redactText(value, types);
      for (const type of piiTypes.filter((one) => !types.includes(one)))
        expect(some.split(`[REDACTED_${type}]`).length).toBe(
          value.split(`[REDACTED_${type}]`).length,
        );
    }),
    { numRuns },
  );
});

const paired = nasty.filter((piece) => piece !== "\ud800");
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text(paired, 8),
    text(paired, 4).map((value) => JSON.stringify({ value })),
    fc.constantFrom(4111111111111111, 4155550123, 1.5, null, true, -4155550123),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text(paired, 3), fc.constantFrom("phone", "ssn", "id")), tie("value"), {
      maxKeys: 4,
    }),
  ),
})).value;

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? "null" : "scalar";
  return Object.values(value).map(shapeOf);
}

test("a JSON text keeps its shape, in turns as at a stretch, and a prefilter never hides anything", async () => {
  const options = { types: piiTypes };
  await fc.assert(
    fc.asyncProperty(json, fc.boolean(), async (value, isEscaped) => {
      const raw = isEscaped ? escaped(value) : JSON.stringify(value);
      const once = redactJson(raw, options);
      const result: unknown = JSON.parse(once.text);
      expect(shapeOf(result)).toEqual(shapeOf(JSON.parse(raw)));
      expect(await redactJsonAsync(raw, options)).toEqual(once);
      expect(redactJson(once.text, options).text).toBe(once.text);
      if (typeof value === "string" && raw === JSON.stringify(value))
        expect(result).toBe(redact(value));
      if (!mayHold(raw)) for (const one of strings(JSON.parse(raw))) expect(redact(one)).toBe(one);
    }),
    { numRuns: numRuns / 2 },
  );
});

/** The same as JSON, every character of its strings as an escape. */
function escaped(value: unknown): string {
  if (typeof value === "string") {
    const units = Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
    return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
  }
  if (Array.isArray(value)) return `[${value.map(escaped).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${escaped(key)}:${escaped(member)}`,
  );
  return `{${members.join(",")}}`;
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...strings(member)]);
}
