// Ways around a filter (security: T92): each is either closed, or stands among the limits of docs/pii.md and is shown here,
// so that neither list says more than is true.
import { describe, expect, it } from "vitest";
import { piiTypes } from "./entities";
import { redactText } from "./redact";
import { redactJson } from "./redact-json";

const json = (value: unknown) =>
  redactJson(JSON.stringify(value), { types: piiTypes, shape: "result" }).text;
const inner = JSON.stringify({ to: "jane@x.com", card: 4111111111111111 });

describe("does not hide it", () => {
  it.each<[string, unknown, unknown]>([
    ["JSON in a string", inner, '{"to":"[REDACTED_EMAIL]","card":"[REDACTED_CREDIT_CARD]"}'],
    ["JSON in JSON in a string", JSON.stringify([inner]), expect.not.stringMatching(/jane|4111/)],
    ["a key", { "jane@x.com": 1 }, { "[REDACTED_EMAIL]": 1 }],
    ["a number", { card: 4111111111111111 }, { card: "[REDACTED_CREDIT_CARD]" }],
    ["a number under its key", { phone: 4155550123 }, { phone: "[REDACTED_PHONE]" }],
    ["full-width digits", "４１５－５５５－０１２３", "[REDACTED_PHONE]"],
    ["full-width letters", "ｊａｎｅ＠ｘ．ｃｏｍ", "[REDACTED_EMAIL]"],
    ["no-break spaces", "4111\u00a01111\u00a01111\u00a01111", "[REDACTED_CREDIT_CARD]"],
    ["other dashes", "123‑45–6789", "[REDACTED_SSN]"],
    ["URL encoding", "jane%40x.com", "[REDACTED_EMAIL]"],
    ["an entity of HTML", "jane&#64;x.com", "[REDACTED_EMAIL]"],
    ["words for signs", "jane [at] x [dot] com", "[REDACTED_EMAIL]"],
    ["letters right beside it", "到10.0.0.1失", "到[REDACTED_IP]失"],
  ])("%s", (_way, value, expected) => {
    const { structuredContent } = JSON.parse(json({ structuredContent: value }));
    expect(structuredContent).toEqual(expected);
  });

  it("every character written as an escape", () => {
    const escaped = [..."jane@x.com"].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
    const raw = `{"structuredContent":"${escaped.join("")}"}`;
    expect(redactJson(raw, { types: piiTypes, shape: "result" }).text).toBe(
      '{"structuredContent":"[REDACTED_EMAIL]"}',
    );
  });

  it("a resource's blob that is text and no base64", () => {
    const blob = { type: "resource", resource: { uri: "a:b", blob: "call 415-555-0123!" } };
    expect(json({ content: [blob] })).toContain('"blob":"call [REDACTED_PHONE]!"');
  });
});

describe("hides it, as the limits say", () => {
  it.each([
    ["a zero-width space", "415\u200b-555-0123"],
    ["a zero-width joiner", "jane\u200d@\u200dx.com"],
    ["a soft hyphen", "4111\u00ad1111\u00ad1111\u00ad1111"],
    ["a line break", "415-555-\n0123"],
    ["unbracketed words", "jane at x dot com"],
    ["a defanged address", "10[.]0[.]0[.]1"],
    ["other digits", "٤١٥-٥٥٥-٠١٢٣"],
    ["digits as words", "four one five, five five five, oh one two three"],
    ["base64", Buffer.from("call 415-555-0123").toString("base64")],
  ])("%s", (_way, text) => {
    expect(redactText(text, piiTypes)).toBe(text);
  });

  it("two strings that each hold a part", () => {
    const split = JSON.stringify({ structuredContent: ["415-555-", "0123"] });
    expect(redactJson(split, { types: piiTypes, shape: "result" }).text).toBe(split);
  });
});
