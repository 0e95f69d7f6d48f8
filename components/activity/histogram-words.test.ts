import { expect, test } from "vitest";
import { countWords, figureWords, shareWords } from "./histogram-words";

test.each<[number, number | null, string]>([
  [0, null, "0 calls"],
  [1, null, "1 call"],
  [12_345, null, "12,345 calls"],
  [1_234_567, 15, "About 1,200,000 calls"],
  [0, 15, "Fewer than about 75 calls"],
  [30, 15, "Fewer than about 75 calls"],
])("%i calls, estimated by %s: %s", (total, estimatedBy, words) => {
  expect(countWords({ total, estimatedBy })).toBe(words);
});

test.each<[number, number | null, string]>([
  [1_234, null, "1,234"],
  [0, null, "0"],
  [1_234_567, 15, "About 1,200,000"],
  [30, 15, "Under 75"],
])("the figure %i, estimated by %s: %s", (total, estimatedBy, words) => {
  expect(figureWords({ total, estimatedBy })).toBe(words);
});

test.each<[number, number, string]>([
  [0, 0, "–"],
  [0, 9, "0%"],
  [1, 9_999, "<0.1%"],
  [72, 1_000, "7.2%"],
  [9, 9, "100%"],
])("%i of %i is %s", (part, whole, words) => {
  expect(shareWords(part, whole)).toBe(words);
});
