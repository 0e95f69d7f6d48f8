import { describe, expect, test } from "vitest";
import { declaredBy } from "./declared";
import { piiTypes } from "./entities";
import { type JsonOptions, redactJson, redactJsonAsync } from "./redact-json";

const options: JsonOptions = { types: piiTypes };

function redact(value: unknown, more: Partial<JsonOptions> = {}) {
  const { text, findings } = redactJson(JSON.stringify(value), { ...options, ...more });
  return { value: JSON.parse(text) as unknown, findings };
}

describe("values", () => {
  test("strings at any depth are redacted, and it is said where", () => {
    const { value, findings } = redact({
      a: [{ b: "x jane@x.com, bob@x.com" }, "10.0.0.1"],
      n: null,
      t: true,
    });
    expect(value).toEqual({
      a: [{ b: "x [REDACTED_EMAIL], [REDACTED_EMAIL]" }, "[REDACTED_IP]"],
      n: null,
      t: true,
    });
    expect(findings).toEqual([
      { type: "EMAIL", path: "a[0].b", count: 2 },
      { type: "IP", path: "a[1]", count: 1 },
    ]);
  });

  test("every byte outside the entities stays, spacing, escapes and numbers included", () => {
    const text = ` { "a" : 1e400 , "b\\u0062":[ 12345678901234567890.10, "\\u00e9\\/ jane@x.com \\n\\u003c10.0.0.1\\u003e\\ud83d\\ude00" ] } `;
    expect(redactJson(text, options).text).toBe(
      text.replace("jane@x.com", "[REDACTED_EMAIL]").replace("10.0.0.1", "[REDACTED_IP]"),
    );
  });

  test("escaped characters do not hide an entity", () => {
    const text = String.raw`["jane\u0040x.com","\u0034155550123 4\u0031\u0031\u0031111111111111","\uff11\uff10.0.0.1"]`;
    expect(redactJson(text, options).text).toBe(
      '["[REDACTED_EMAIL]","4155550123 [REDACTED_CREDIT_CARD]","[REDACTED_IP]"]'.replace(
        "4155550123",
        String.raw`\u0034155550123`,
      ),
    );
  });

  test("a text without a candidate comes back as the same string", () => {
    const text = JSON.stringify({ message: "nothing here: 12 items, at 10:20", ok: true });
    expect(redactJson(text, options).text).toBe(text);
    expect(redactJson(JSON.stringify({ id: "2026-06-24 10:20:30" }), options).findings).toEqual([]);
  });

  test("what is no JSON is refused", () => {
    for (const text of [
      '{"a":"10.0.0.1"',
      '["10.0.0.1",]x',
      "10.0.0.1",
      '{"a" "10.0.0.1"}',
      '"10.0.0.1" 1',
    ])
      expect(() => redactJson(text, options), text).toThrow();
  });
});

describe("keys", () => {
  test("a key is the context of its value and of the elements of its array", () => {
    expect(
      redact({ phone: "4155550123", ids: ["4155550123"], tel: ["4155550123"], ssn: "123456789" })
        .value,
    ).toEqual({
      phone: "[REDACTED_PHONE]",
      ids: ["4155550123"],
      tel: ["[REDACTED_PHONE]"],
      ssn: "[REDACTED_SSN]",
    });
    expect(redact({ version: "1.2.3.4", host: "1.2.3.4" }).value).toEqual({
      version: "1.2.3.4",
      host: "[REDACTED_IP]",
    });
  });

  test("the key of an object further out is none", () => {
    expect(redact({ phone: { value: "4155550123" } }).value).toEqual({
      phone: { value: "4155550123" },
    });
  });

  test("keys are redacted, and those that become equal are numbered", () => {
    const { value, findings } = redact({ "a@x.com": 1, "b@x.com": 2, c: 3, "d@x.com": "e@x.com" });
    expect(Object.entries(value as object)).toEqual([
      ["[REDACTED_EMAIL]", 1],
      ["[REDACTED_EMAIL] (2)", 2],
      ["c", 3],
      ["[REDACTED_EMAIL] (3)", "[REDACTED_EMAIL]"],
    ]);
    expect(JSON.stringify(findings)).not.toContain("@");
    expect(redact(value).value).toEqual(value);
  });

  test("a property the schema declares keeps its name", () => {
    const declared = declaredBy({ properties: { "a@x.com": { type: "string" } } });
    expect(redact({ "a@x.com": "b@x.com" }, { declared }).value).toEqual({
      "a@x.com": "[REDACTED_EMAIL]",
    });
  });
});

describe("numbers", () => {
  const value = {
    pan: 4111111111111111,
    phone: 4155550123,
    ssn: 123456789,
    id: 4155550123,
    ts: 1717706231630,
    f: 4111111111111111.5,
  };

  test("an integer that is a card, or the key's kind, becomes a string", () => {
    expect(redact(value).value).toEqual({
      ...value,
      pan: "[REDACTED_CREDIT_CARD]",
      phone: "[REDACTED_PHONE]",
      ssn: "[REDACTED_SSN]",
    });
  });

  test("numbers stay where the caller or the schema wants them", () => {
    expect(redact(value, { numbers: "keep" }).value).toEqual(value);
    const schema = {
      type: "object",
      properties: {
        pan: { $ref: "#/$defs/n" },
        phone: { type: ["integer", "null"] },
        ssn: { anyOf: [{ type: "number" }] },
      },
      $defs: { n: { type: "integer" } },
    };
    expect(redact(value, { declared: declaredBy(schema) }).value).toEqual(value);
    const open = { type: "object", additionalProperties: { type: "number" } };
    expect(redact(value, { declared: declaredBy(open) }).value).toEqual(value);
  });

  test("negative numbers and exponents stay", () => {
    const text = '{"pan":-4111111111111111,"phone":4155550123E0,"b":41111111111111110e-1}';
    expect(redactJson(text, options).text).toBe(text);
  });
});

describe("JSON inside strings", () => {
  const inner = {
    card: 4111111111111111,
    list: [4111111111111111, 5],
    phone: 4155550123,
    neg: -4111111111111111,
    s: "4111111111111111",
  };

  test.each([0, 1, 2, 3])(
    "it still parses when it was written into a string %i times more",
    (depth) => {
      let text = JSON.stringify(inner, null, depth % 2 === 0 ? 0 : 2);
      for (let level = 0; level < depth; level++) text = JSON.stringify({ text });
      let value: unknown = JSON.parse(redactJson(JSON.stringify([text]), options).text);
      value = JSON.parse((value as string[])[0] ?? "");
      for (let level = 0; level < depth; level++)
        value = JSON.parse((value as { text: string }).text);
      expect(value).toEqual({
        card: "[REDACTED_CREDIT_CARD]",
        list: ["[REDACTED_CREDIT_CARD]", 5],
        phone: "[REDACTED_PHONE]",
        neg: -4111111111111111,
        s: "[REDACTED_CREDIT_CARD]",
      });
    },
  );

  test("an array on its own, too; a bracket in prose gets no quotes", () => {
    expect(redact("[4111111111111111,2]").value).toBe('["[REDACTED_CREDIT_CARD]",2]');
    expect(redact("cards [4111111111111111]").value).toBe("cards [[REDACTED_CREDIT_CARD]]");
  });
});

describe("messages", () => {
  test("protocol members stay, what people wrote goes", () => {
    const mail = "jane@x.com";
    const result = {
      content: [
        { type: "text", text: mail },
        { type: "image", data: "10.0.0.1", mimeType: mail },
        { data: "4111111111111111", type: "image", mimeType: mail },
        { type: "text", data: mail },
        {
          type: "resource",
          resource: {
            uri: `mail:${mail}`,
            blob: "NDExMTExMTExMTExMTExMQ==",
            text: mail,
            mimeType: mail,
          },
        },
        { type: "resource_link", name: mail, uri: mail },
      ],
      structuredContent: { type: mail, id: mail, data: mail, blob: mail },
      _meta: { progressToken: mail, note: mail, "io.modelcontextprotocol/x": mail },
      nextCursor: mail,
    };
    const gone = "[REDACTED_EMAIL]";
    expect(redact({ jsonrpc: "2.0", id: mail, result }, { shape: "message" }).value).toEqual({
      jsonrpc: "2.0",
      id: mail,
      result: {
        content: [
          { type: "text", text: gone },
          { type: "image", data: "[REDACTED_IP]", mimeType: mail },
          { data: "4111111111111111", type: "image", mimeType: mail },
          { type: "text", data: gone },
          {
            type: "resource",
            resource: {
              uri: `mail:${gone}`,
              blob: "NDExMTExMTExMTExMTExMQ==",
              text: gone,
              mimeType: mail,
            },
          },
          { type: "resource_link", name: gone, uri: gone },
        ],
        structuredContent: { type: gone, id: gone, data: gone, blob: gone },
        _meta: { progressToken: mail, note: gone, "io.modelcontextprotocol/x": mail },
        nextCursor: mail,
      },
    });
  });

  test("errors, progress, log messages, prompts and elicitation are read", () => {
    const mail = "jane@x.com";
    const { findings } = redact(
      [
        { jsonrpc: "2.0", id: 1, error: { code: -32603, message: mail, data: { a: mail } } },
        {
          method: "notifications/progress",
          params: { progressToken: mail, progress: 4111111111111111, message: mail },
        },
        { method: "notifications/message", params: { level: "info", data: [mail] } },
        {
          method: "elicitation/create",
          params: { message: mail, url: `https://x.com/?m=${mail}` },
        },
        { id: 1, result: { messages: [{ role: "user", content: { type: "text", text: mail } }] } },
        { id: 1, result: { contents: [{ uri: "a:b", text: mail }] } },
        { method: "tools/call", params: { name: mail, arguments: { id: mail } } },
        {
          id: 1,
          result: {
            resultType: "input_required",
            inputRequests: { a: { method: "x", params: { message: mail } } },
            requestState: mail,
          },
        },
      ],
      { shape: "message" },
    );
    expect(findings.map(({ path }) => path)).toEqual([
      "[0].error.message",
      "[0].error.data.a",
      "[1].params.message",
      "[2].params.data[0]",
      "[3].params.message",
      "[4].result.messages[0].content.text",
      "[5].result.contents[0].text",
      "[6].params.arguments.id",
      "[7].result.inputRequests.a.params.message",
    ]);
  });
});

test("long strings give the same in turns as at a stretch", async () => {
  const line =
    'Phone: 4155550123, "jane@x.com"\\ at 10.0.0.1 é ４１１１１１１１１１１１１１１１ \u00a0\n';
  for (const text of [
    JSON.stringify({ a: line.repeat(6_000) }),
    JSON.stringify(["\\".repeat(600_000), "10.0.0.1 ".repeat(40_000)]),
  ]) {
    const once = redactJson(text, options);
    expect(await redactJsonAsync(text, options)).toEqual(once);
    const value: unknown = JSON.parse(once.text);
    if (!Array.isArray(value))
      expect(value).toEqual({
        a: 'Phone: [REDACTED_PHONE], "[REDACTED_EMAIL]"\\ at [REDACTED_IP] é [REDACTED_CREDIT_CARD] \u00a0\n'.repeat(
          6_000,
        ),
      });
  }
});
