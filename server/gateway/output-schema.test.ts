import { describe, expect, it } from "vitest";
import { definitionWithoutRules } from "./output-schema";

const definition = (outputSchema: object) =>
  JSON.stringify({ name: "a", inputSchema: { type: "object" }, outputSchema });

describe("the definition of a filtered tool", () => {
  it("loses the rules a mark cannot satisfy, and nothing else", () => {
    const schema = {
      properties: {
        format: { type: "string", format: "email", maxLength: 5, default: { format: "x" } },
        list: { type: "array", uniqueItems: true, items: { type: "string", pattern: "a" } },
        count: { type: "integer", minimum: 1 },
        team: { enum: ["help@example.com", "sales"] },
        state: { enum: ["open", 1], const: "open" },
      },
    };
    const loosened = definitionWithoutRules(definition(schema), ["EMAIL"]);
    expect(JSON.parse(loosened).outputSchema).toEqual({
      properties: {
        format: { type: "string", default: { format: "x" } },
        list: { type: "array", items: { type: "string" } },
        count: { type: "integer", minimum: 1 },
        team: {},
        state: { enum: ["open", 1], const: "open" },
      },
    });
  });

  it("is byte for byte the same without such rules", () => {
    for (const raw of [
      '{"name":"a", "inputSchema":{"format":"x"},"outputSchema":{"type" : "object","x":1e400}}',
      '{"name":"a","outputSchema":{"enum" : ["open"]}}',
      '{"name":"a","description":"an \\"outputSchema\\" with a \\"format\\""}',
    ])
      expect(definitionWithoutRules(raw, ["EMAIL"])).toBe(raw);
  });
});
