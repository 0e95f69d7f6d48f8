import { expect, test } from "vitest";
import { formatAbsolute, formatBytes, formatDate, formatDuration, formatRelative } from "./format";

test.each([
  [0.2, "<1 ms"],
  [842, "842 ms"],
  [999.7, "1.0 s"],
  [1_400, "1.4 s"],
  [59_999, "1 m 00 s"],
  [125_000, "2 m 05 s"],
  [4_320_000, "1 h 12 m"],
])("%d ms reads %s", (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_400, "1.4 kB"],
  [12_345, "12 kB"],
  [8_400_000, "8.4 MB"],
  [123_456_789_012, "123 GB"],
])("%d bytes read %s", (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

const now = new Date("2026-11-20T12:00:00Z");

test.each([
  ["2026-11-20T11:59:30Z", "just now"],
  ["2026-11-20T12:00:30Z", "in a moment"],
  ["2026-11-20T11:57:00Z", "3 minutes ago"],
  ["2026-11-20T09:00:00Z", "3 hours ago"],
  ["2026-11-19T12:00:00Z", "yesterday"],
  ["2026-11-25T12:00:00Z", "in 5 days"],
  ["2026-09-01T12:00:00Z", "1 Sept 2026"],
])("seen at noon, %s is %s", (at, expected) => {
  expect(formatRelative(new Date(at), now)).toBe(expected);
});

test("absolute times follow the zone they are asked for", () => {
  const at = new Date("2026-11-20T23:30:05Z");
  expect(formatAbsolute(at, "UTC")).toBe("20 Nov 2026, 23:30:05");
  expect(formatDate(at, "Asia/Tokyo")).toBe("21 Nov 2026");
});
