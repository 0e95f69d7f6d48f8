import { expect, test } from "vitest";
import { goesAt, isDue } from "./due";

const at = (text: string) => new Date(text);
const days = (keepDays: number | null, keepPayloadDays: number | null = null) => ({
  keepDays,
  keepPayloadDays,
});

test.each([
  ["2026-01", 30, "2026-03-03T00:00:00Z"],
  ["2026-02", 30, "2026-03-31T00:00:00Z"],
  // A leap year's February has a day more, and so has what follows.
  ["2028-02", 30, "2028-03-31T00:00:00Z"],
  ["2028-01", 30, "2028-03-02T00:00:00Z"],
  ["2027-02", 365, "2028-02-29T00:00:00Z"],
  ["2026-12", 7, "2027-01-08T00:00:00Z"],
  ["2026-12", 3_650, "2036-12-29T00:00:00Z"],
])("calls of %s kept for %i days go at %s, and not a moment before", (month, keep, moment) => {
  const leaf = { kind: "calls", month } as const;
  expect(goesAt("calls", month, days(keep))).toEqual(at(moment));
  expect(isDue(leaf, days(keep), at(moment))).toBe(true);
  expect(isDue(leaf, days(keep), new Date(at(moment).getTime() - 1))).toBe(false);
});

test("the last call of a month is a whole period old when the month goes", () => {
  const last = at("2026-08-31T23:59:59.999Z").getTime();
  const goes = goesAt("calls", "2026-08", days(30))?.getTime() ?? 0;
  expect(goes - last).toBeGreaterThan(30 * 86_400_000 - 1);
});

test("without a period nothing is ever due", () => {
  const later = at("2999-01-01T00:00:00Z");
  for (const kind of ["starts", "payloads", "calls"] as const)
    expect(isDue({ kind, month: "2026-01" }, days(null), later)).toBe(false);
});

test("payloads go by their own period, and with their calls at the latest", () => {
  expect(goesAt("payloads", "2026-08", days(90, 30))).toEqual(at("2026-10-01T00:00:00Z"));
  expect(goesAt("calls", "2026-08", days(90, 30))).toEqual(at("2026-11-30T00:00:00Z"));
  expect(goesAt("payloads", "2026-08", days(90))).toEqual(at("2026-11-30T00:00:00Z"));
  expect(goesAt("payloads", "2026-08", days(30, 90))).toEqual(at("2026-10-01T00:00:00Z"));
  expect(goesAt("payloads", "2026-08", days(null, 30))).toEqual(at("2026-10-01T00:00:00Z"));
  expect(goesAt("starts", "2026-08", days(null, 30))).toBeNull();
});
