import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeHeaderValue,
  encodeHeaderValue,
  mcpParamHeaders,
  paramHeadersOf,
} from "./mcp-headers";

describe("header values", () => {
  // The examples of the specification's "Value Encoding".
  test.each([
    ["us-west1", "us-west1"],
    ["Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="],
    [" padded ", "=?base64?IHBhZGRlZCA=?="],
    ["line1\nline2", "=?base64?bGluZTEKbGluZTI=?="],
    ["=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="],
    ["", "=?base64??="],
  ])("%j is written %j", (value, header) => {
    expect(encodeHeaderValue(value)).toBe(header);
    expect(decodeHeaderValue(header)).toBe(value);
  });

  test("every text survives, and none leaves its header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const header = encodeHeaderValue(value);
        expect(header).toMatch(/^[\t\x20-\x7e]+$/);
        expect(decodeHeaderValue(header)).toBe(value);
      }),
    );
  });

  test.each(["=?base64?!!?=", "=?base64?eA?=", "=?base64?/w==?="])(
    "%s stands for nothing",
    (header) => expect(decodeHeaderValue(header)).toBeNull(),
  );
});

describe("arguments in headers", () => {
  const tool = JSON.stringify({
    name: "query",
    inputSchema: {
      type: "object",
      properties: {
        region: { type: "string", "x-mcp-header": "Region" },
        limits: {
          type: "object",
          properties: { rows: { type: "integer", "x-mcp-header": "Rows" } },
        },
        dry: { type: "boolean", "x-mcp-header": "Dry" },
        plain: { type: "string", default: { "x-mcp-header": "not a declaration" } },
      },
    },
  });

  test("declared ones are mirrored from their exact place", () => {
    const declared = paramHeadersOf(tool);
    expect(declared.map(({ name }) => name).sort()).toEqual(["Dry", "Region", "Rows"]);
    const headers = mcpParamHeaders(
      declared,
      '{"region":"é","limits":{"rows":42.0},"dry":false,"rows":1}',
    );
    expect(headers).toEqual({
      "mcp-param-region": "=?base64?w6k=?=",
      "mcp-param-rows": "42",
      "mcp-param-dry": "false",
    });
  });

  test("absent, null, unsafe and structured ones are left out", () => {
    const declared = paramHeadersOf(tool);
    expect(mcpParamHeaders(declared, "{}")).toEqual({});
    const args = '{"region":null,"limits":{"rows":12345678901234567890},"dry":[true]}';
    expect(mcpParamHeaders(declared, args)).toEqual({});
  });

  test("a tool without declarations costs nothing", () => {
    expect(paramHeadersOf('{"name":"x","inputSchema":{"type":"object"}}')).toEqual([]);
  });
});
