import { describe, expect, it } from "vitest";
import { legacyDefinition, legacyResult } from "./structured";

describe("structured output for a client of 2025", () => {
  it("leaves objects, and what has none, as they are", () => {
    for (const raw of [
      '{"name":"a","outputSchema":{"type":"object","x":1e400}}',
      '{"name":"a","description":"says \\"outputSchema\\""}',
    ])
      expect(legacyDefinition(raw)).toBe(raw);
    for (const raw of ['{"content":[],"structuredContent":{"a":1}}', '{"content":[]}'])
      expect(legacyResult(raw)).toBe(raw);
  });

  it("wraps other values and their schemas alike", () => {
    expect(legacyDefinition('{"name":"a","outputSchema":{"type":"array"},"z":1.0}')).toBe(
      '{"name":"a","outputSchema":{"type":"object","properties":{"result":{"type":"array"}},"required":["result"]},"z":1.0}',
    );
    for (const value of ["[1,1e400]", "null", '"text"', "12345678901234567890"])
      expect(legacyResult(`{"structuredContent":${value},"content":[]}`)).toBe(
        `{"structuredContent":{"result":${value}},"content":[]}`,
      );
  });

  it("leaves out a schema whose references would point elsewhere", () => {
    const raw = '{"name":"a","outputSchema":{"$ref":"#/$defs/x","$defs":{"x":{"type":"array"}}}}';
    expect(legacyDefinition(raw)).toBe('{"name":"a"}');
  });
});
