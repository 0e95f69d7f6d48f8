import { expect, test } from "vitest";
import { csvLine } from "./csv";
import { oneLineJson, visible } from "./visible";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["  =1", "'  =1"],
  ['"=1', '"\'""=1"'],
  ["＝1+1", "'＝1+1"],
  ["\t=1", "\\u{9}=1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
])("T40 the name %j is written so that no spreadsheet runs it", (name, written) => {
  expect(csvLine([name])).toBe(`${written}\r\n`);
});

test("a comma, a quote and blanks at the ends stay in their cell", () => {
  expect(csvLine(["a,b", 'c"d', " e ", null, "plain"])).toBe('"a,b","c""d"," e ",,plain\r\n');
});

const hostile = [
  ["a line break", "a\r\nb", "a\\u{d}\\u{a}b"],
  ["an escape of a terminal", "\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
  ["a line separator", "a\u2028b\u2029c\u0085d", "a\\u{2028}b\\u{2029}c\\u{85}d"],
  ["text turned around", "a\u202egnp.exe", "a\\u{202e}gnp.exe"],
  ["nothing to see", "a\u200bb\ufeffc\u00add", "a\\u{200b}b\\u{feff}c\\u{ad}d"],
  ["hidden words", "a\u{e0041}b", "a\\u{e0041}b"],
] as const;

test.each(hostile)("T93 %s is spelled out, on one line", (_name, text, shown) => {
  expect(visible(text)).toBe(shown);
  expect(csvLine([text])).toBe(`${shown}\r\n`);
});

test.each(hostile)("T93 %s is escaped in JSON, and is the same value when read", (_name, text) => {
  const line = oneLineJson({ text });
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toEqual({ text });
});

test("what people write in any script is left as it is", () => {
  const name = "Zoë Müller-Łoś 你好 🙂 المستخدم";
  expect(visible(name)).toBe(name);
  expect(csvLine([name])).toBe(`${name}\r\n`);
});
