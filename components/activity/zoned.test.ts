import { expect, test } from "vitest";
import { fromField, toField } from "./zoned";

test.each([
  ["UTC", "2026-11-20T09:41", "2026-11-20T09:41:00.000Z"],
  ["America/New_York", "2026-07-01T23:30", "2026-07-02T03:30:00.000Z"],
  ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00.000Z"],
  ["Europe/Berlin", "2026-03-29T03:30", "2026-03-29T01:30:00.000Z"],
])("in %s the field %s is %s, and back", (zone, field, instant) => {
  expect(fromField(field, zone)).toBe(instant);
  expect(toField(instant, zone)).toBe(field);
});

test("an empty field is no instant, and what is no instant an empty field", () => {
  expect(fromField("", "UTC")).toBeNull();
  expect(toField("soon", "UTC")).toBe("");
});
