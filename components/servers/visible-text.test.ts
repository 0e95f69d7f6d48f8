import { expect, test } from "vitest";
import { visibleText } from "./visible-text";

test("ordinary text, in any script, is left alone", () => {
  for (const text of ["search_issues", "Zürich – naïve", "検索\nする", "👍"])
    expect(visibleText(text)).toEqual({ text, hidden: false });
});

test("controls, zero-width, bidirectional and tag characters are spelled out", () => {
  expect(visibleText("a\u001b[31mb").text).toBe("a\\u{1b}[31mb");
  expect(visibleText("ad\u200bmin").text).toBe("ad\\u{200b}min");
  expect(visibleText("abc\u202excod").text).toBe("abc\\u{202e}xcod");
  expect(visibleText("hi\u{e0041}").text).toBe("hi\\u{e0041}");
  expect(visibleText("hi\u{e0041}").hidden).toBe(true);
});
