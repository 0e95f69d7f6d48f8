import { expect, test } from "vitest";
import { formatLag, formatWaiting } from "./lag-words";

test.each([
  [200, "1 s"],
  [40_000, "40 s"],
  [125_000, "2 min"],
  [3 * 3_600_000, "3 h"],
  [5 * 86_400_000, "5 days"],
])("%i ms behind are %s", (ms, words) => {
  expect(formatLag(ms)).toBe(words);
});

test("what waits is counted up to a limit, and says so", () => {
  const since = new Date();
  expect(formatWaiting({ calls: 1, isMore: false, since })).toBe("1 call");
  expect(formatWaiting({ calls: 2_345, isMore: false, since })).toBe("2,345 calls");
  expect(formatWaiting({ calls: 10_000, isMore: true, since })).toBe("more than 10,000 calls");
});
