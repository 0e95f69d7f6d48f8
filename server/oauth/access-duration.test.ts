import { expect, test } from "vitest";
import { endOfAccess, firstChoice, offeredDurations } from "@/server/oauth/access-duration";

const now = new Date("2026-11-20T10:00:00Z");
const day = 86_400;

test("access ends after the chosen seconds, or at the chosen instant", () => {
  const bySeconds = endOfAccess({ seconds: "3600", until: null }, day, now);
  expect(bySeconds.toISOString()).toBe("2026-11-20T11:00:00.000Z");
  const byInstant = endOfAccess({ seconds: null, until: "2026-11-21T09:00:00.500Z" }, day, now);
  expect(byInstant.toISOString()).toBe("2026-11-21T09:00:00.000Z");
});

test.each([
  ["longer than the maximum", { seconds: String(day + 1), until: null }],
  ["an instant after the maximum", { seconds: null, until: "2026-11-21T10:00:01Z" }],
  ["an instant in the past", { seconds: null, until: "2026-11-20T09:00:00Z" }],
  ["nothing", { seconds: null, until: null }],
  ["no number", { seconds: "1e9x", until: null }],
  ["infinity", { seconds: "Infinity", until: null }],
  ["a fraction", { seconds: "3600.5", until: null }],
  ["a negative number", { seconds: "-3600", until: null }],
  ["less than a minute", { seconds: "59", until: null }],
  ["no date", { seconds: null, until: "tomorrow" }],
])("%s is refused", (_what, wish) => {
  expect(() => endOfAccess(wish, day, now)).toThrow(/Choose/);
});

test("durations are offered up to the endpoint's maximum", () => {
  expect(offeredDurations(3 * day).map(({ label }) => label)).toEqual([
    "1 hour",
    "1 day",
    "3 days",
  ]);
  expect(offeredDurations(1800).map(({ seconds }) => seconds)).toEqual([1800]);
});

test("30 days are chosen at first, or the longest offered below", () => {
  expect(firstChoice(90 * day, 30 * day)).toBe(30 * day);
  expect(firstChoice(7 * day, 30 * day)).toBe(7 * day);
  expect(firstChoice(1800, 30 * day)).toBe(1800);
  expect(firstChoice(90 * day, 60)).toBe(3600);
});
