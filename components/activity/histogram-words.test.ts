import { expect, test } from "vitest";
import { countWords } from "./histogram-words";

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
