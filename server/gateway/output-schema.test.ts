import { describe, expect, it } from "vitest";
import { declaredBy, definitionWithoutRules } from "./output-schema";

const definition = (outputSchema: object) =>
  JSON.stringify({ name: "a", inputSchema: { type: "object" }, outputSchema });

describe("what an output schema declares", () => {
  it("is nothing without a schema", () => {
    expect(declaredBy('{"name":"a"}')).toBeNull();
    expect(declaredBy('{"name":"a","description":"\\"outputSchema\\""}')).toBeNull();
  });

  it("are names, numbers and fixed strings, also behind references and in lists", () => {
    const declared = declaredBy(
      definition({
        type: "object",
        properties: {
          phone: { type: "integer" },
          both: { type: ["number", "string"] },
          people: { type: "array", items: { $ref: "#/$defs/person" } },
          help: { enum: ["help@example.com"] },
        },
        required: ["late"],
        $defs: {
          person: { properties: { ssn: { type: "number" }, boss: { $ref: "#/$defs/person" } } },
        },
      }),
    );
    expect([...(declared?.keys ?? [])].sort()).toEqual(
      ["both", "boss", "help", "late", "people", "phone", "ssn"].sort(),
    );
    expect(declared?.numbers).toEqual(new Set(["phone", "ssn"]));
    expect(declared?.strings).toEqual(new Set(["help@example.com"]));
  });

  it("may be any number where names are free or a reference leads elsewhere", () => {
    for (const schema of [
      { additionalProperties: { type: "integer" } },
      { type: "array", items: { type: "number" } },
      { $ref: "https://example.com/schema" },
    ])
      expect(declaredBy(definition(schema))?.numbers).toBeNull();
  });
});

describe("the definition of a filtered tool", () => {
  it("loses the rules a mark cannot satisfy, and nothing else", () => {
    const schema = {
      properties: {
        format: { type: "string", format: "email", maxLength: 5, default: { format: "x" } },
        list: { type: "array", uniqueItems: true, items: { type: "string", pattern: "a" } },
        count: { type: "integer", minimum: 1 },
      },
    };
    expect(JSON.parse(definitionWithoutRules(definition(schema))).outputSchema).toEqual({
      properties: {
        format: { type: "string", default: { format: "x" } },
        list: { type: "array", items: { type: "string" } },
        count: { type: "integer", minimum: 1 },
      },
    });
  });

  it("is byte for byte the same without such rules", () => {
    const raw = '{"name":"a","inputSchema":{"format":"x"},"outputSchema":{"type" : "object"}}';
    expect(JSON.parse(definitionWithoutRules(raw))).toEqual(JSON.parse(raw));
    const plain = '{"name":"a", "outputSchema":{"type" : "object","x":1e400}}';
    expect(definitionWithoutRules(plain)).toBe(plain);
  });
});
