import { expect, test } from "vitest";
import { type CallValues, isSameFilter, toCallFilter, toCallValues } from "./call-filter-params";

const nothing: CallValues = {
  ...{ within: null, from: null, to: null, endpoint: null, server: null, tool: null },
  method: null,
  ...{ person: null, client: null, outcome: null, only: null, min: null, max: null },
  ...{ error: null, q: null },
};
const at = "2026-01-01T00:00:00.000Z";

test("nothing chosen is the last thirty days", () => {
  expect(toCallFilter(nothing)).toEqual({ within: "30d" });
  expect(toCallFilter({ ...nothing, q: "", outcome: [] })).toEqual({ within: "30d" });
});

test("two moments go before a span, and count only when they are moments", () => {
  expect(toCallFilter({ ...nothing, from: at })).toEqual({ from: at });
  expect(toCallFilter({ ...nothing, within: "custom", from: at, to: "soon" })).toEqual({
    from: at,
  });
  expect(toCallFilter({ ...nothing, within: "7d", from: at })).toEqual({ within: "7d" });
});

test("an address that names no sound id asks for nothing unsound", () => {
  expect(toCallFilter({ ...nothing, person: "x", min: -1, tool: "search" })).toEqual({
    within: "30d",
    tool: "search",
  });
});

test.each<Partial<CallValues>>([
  { within: "7d" },
  { within: "custom", from: at, to: "2026-02-01T00:00:00.000Z" },
  {
    ...{
      within: "24h",
      tool: "search",
      method: "tools/call",
      client: "Claude",
      outcome: ["denied", "failed"],
      q: "x",
    },
    ...{ endpoint: "0198e2a4-7c1b-7000-8000-000000000001", only: ["errors"], min: 0, max: 500 },
    ...{ server: "0198e2a4-7c1b-7000-8000-000000000002", error: "quota" },
    person: "0198e2a4-7c1b-7000-8000-000000000003",
  },
])("a filter leads back to the address it came from: %j", (values) => {
  const whole = { ...nothing, ...values };
  expect(toCallValues(toCallFilter(whole))).toEqual(whole);
});

test("two filters are the same whatever the order, and another value is another filter", () => {
  const one = { within: "7d", outcome: ["denied", "failed"] } as const;
  expect(
    isSameFilter(
      { ...one, outcome: [...one.outcome] },
      { outcome: ["failed", "denied"], within: "7d" },
    ),
  ).toBe(true);
  expect(isSameFilter({ within: "7d", tool: null }, { within: "7d" })).toBe(true);
  expect(isSameFilter({ within: "7d" }, { within: "24h" })).toBe(false);
  expect(isSameFilter({ tool: "a" }, {})).toBe(false);
});
