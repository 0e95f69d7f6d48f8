import { expect, test } from "vitest";
import { dayOf, endOfDay } from "./last-day";

test("a day lasts to its last second", () => {
  const end = endOfDay("2026-12-01", null);
  expect(end && dayOf(end)).toBe("2026-12-01");
  expect(end && dayOf(new Date(end.getTime() + 1_000))).toBe("2026-12-02");
});

test("no day is no end, and what was chosen before stays as it was", () => {
  const before = new Date("2026-12-01T10:11:12");
  expect(endOfDay("", before)).toBeNull();
  expect(endOfDay("2026-12-01", before)).toBe(before);
  expect(endOfDay("no day", null)).toBeNull();
});
