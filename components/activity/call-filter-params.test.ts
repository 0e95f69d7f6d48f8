import { expect, test } from "vitest";
import { type CallValues, toCallFilter } from "./call-filter-params";

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
