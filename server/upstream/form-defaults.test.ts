import { expect, test } from "vitest";
import { withDefaults } from "@/server/upstream/form-defaults";

const form = (properties: string) =>
  `{"message":"m","requestedSchema":{"type":"object","properties":${properties}}}`;

const name = '{"name":{"type":"string","default":"Ada"}}';
const accept = (content: string) => `{"action":"accept","content":${content}}`;

test.each([
  ["a field left out gets its default", name, accept("{}"), accept('{"name":"Ada"}')],
  ["a form without content is filled in", name, '{"action":"accept"}', accept('{"name":"Ada"}')],
  ["what was said stays", name, accept('{"name": ""}'), accept('{"name": ""}')],
  ["a refusal stays a refusal", name, '{"action":"decline"}', '{"action":"decline"}'],
  ["a field without a default stays out", '{"a":{"type":"string"}}', accept("{}"), accept("{}")],
  [
    "numbers keep their digits",
    '{"n":{"default":1.50},"big":{"default":12345678901234567890}}',
    accept('{"x":1.0}'),
    accept('{"x":1.0,"n":1.50,"big":12345678901234567890}'),
  ],
  [
    "choices, switches and names that mean something to JavaScript",
    '{"c":{"default":["a"]},"b":{"default":false},"__proto__":{"default":"p"}}',
    accept("{}"),
    accept('{"c":["a"],"b":false,"__proto__":"p"}'),
  ],
  [
    "what no field can hold is no default",
    '{"o":{"default":{}},"n":{"default":null},"s":true}',
    accept("{}"),
    accept("{}"),
  ],
  ["a form of nothing changes nothing", "[]", accept("{}"), accept("{}")],
])("%s", (_claim, properties, result, filled) => {
  expect(withDefaults(form(properties), result)).toBe(filled);
});
