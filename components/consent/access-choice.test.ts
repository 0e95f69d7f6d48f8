import { expect, test } from "vitest";
import { dayRange, endOf, fieldsOf } from "./access-choice";

const now = new Date(2026, 10, 20, 10, 0, 0);
const day = 86_400;

test("a chosen day counts to its last second", () => {
  const end = endOf({ kind: "day", day: "2026-11-22" }, 30 * day, now);
  expect(end).toEqual(new Date(2026, 10, 22, 23, 59, 59));
});

test("the last possible day ends a minute before the endpoint's maximum", () => {
  const { last } = dayRange(2 * day, now);
  const end = endOf({ kind: "day", day: last }, 2 * day, now);
  expect(end).toEqual(new Date(2026, 10, 22, 9, 59, 0));
});

test("a day in the past or no day at all cannot be sent", () => {
  expect(fieldsOf({ kind: "day", day: "2026-11-19" }, day, now)).toBeNull();
  expect(fieldsOf({ kind: "day", day: "" }, day, now)).toBeNull();
});

test("a duration is sent in seconds, a day as an instant", () => {
  expect(fieldsOf({ kind: "seconds", seconds: day }, day, now)).toEqual({ seconds: "86400" });
  const { until } = fieldsOf({ kind: "day", day: "2026-11-20" }, day, now) ?? {};
  expect(until).toBe(new Date(2026, 10, 20, 23, 59, 59).toISOString());
});
