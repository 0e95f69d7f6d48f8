import { expect, test } from "vitest";
import { mayHold } from "./may-hold";

test.each([
  '{"a":"jane@x.com"}',
  '"jane%40x.com"',
  '"jane&#64;x.com"',
  '"jane (at) x.com"',
  String.raw`"jane\u0040x.com"`,
  String.raw`"jane\\u0040x.com"`,
  String.raw`"\u0031\u0030.0.0.1"`,
  '"10.0.0.1"',
  '"::1"',
  '"1:2:3:4:5:6:7:8"',
  '"+1 41 55 55 01 23"',
  '"(415) 555-0123"',
  '"415\u00a0555\u20110123"',
  "4111111111111111",
  '"４１５"',
])("%s may hold something", (text) => {
  expect(mayHold(text)).toBe(true);
  expect(mayHold(`${"x".repeat(70_000)}${text}`)).toBe(true);
});

test.each([
  '{"message":"12 items (a few) at 10:20:30, 1.2.3 of [4] & 50% more","ok":true}',
  String.raw`{"html":"\u003cb\u003e caf\u00e9 \u4f60\u597d \ud83d\ude00 ?a=1\u0026b=2","path":"C:\\temp\n"}`,
  '{"zh":"你好，世界！","mac":"66:5c:17:d7:bc:6a","date":"2026-11-20T10:11:12Z"}',
])("%s holds nothing", (text) => {
  expect(mayHold(text)).toBe(false);
});
