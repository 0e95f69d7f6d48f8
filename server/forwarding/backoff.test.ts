import { expect, test } from "vitest";
import { askedDelay, delayAfter } from "./backoff";

test("each failure doubles the pause, up to five minutes", () => {
  const pauses = [1, 2, 3, 8, 9, 50].map((failures) => delayAfter(failures, null, 0));
  expect(pauses).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
});

test("chance takes off at most half, so that many do not come back at once", () => {
  expect(delayAfter(2, null, 1)).toBe(2_000);
  expect(delayAfter(2, null, 0.5)).toBe(3_000);
});

test("a receiver's wish goes before, up to an hour", () => {
  expect(delayAfter(1, 90_000, 0)).toBe(90_000);
  expect(delayAfter(9, 1_000, 0)).toBe(300_000);
  expect(delayAfter(1, 86_400_000, 0)).toBe(3_600_000);
});

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Sat, 28 Nov 2026 12:01:00 GMT", 60_000],
  ["Sat, 28 Nov 2026 11:00:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  [null, null],
])("Retry-After %s", (header, due) => {
  const now = new Date("2026-11-28T12:00:00Z");
  expect(askedDelay(header, now)).toBe(due);
});
