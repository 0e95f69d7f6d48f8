import { expect, test } from "vitest";
import { AuditFilter } from "@/server/audit/schema";
import { toFilter } from "./filter-params";

const nothing = {
  ...{ q: "", person: null, action: null, subject: null, subjectId: null },
  ...{ within: null, from: null, to: null },
};

test("nothing set is the empty filter, so that the page and its export ask for the same", () => {
  expect(toFilter(nothing)).toEqual({});
  expect(toFilter({ ...nothing, q: "  " })).toEqual({});
});

test("days count only where days are chosen, and only when they are days", () => {
  const days = { ...nothing, from: "2026-01-01", to: "2026-01-3" };
  expect(toFilter({ ...days, within: "days" })).toEqual({ from: "2026-01-01" });
  expect(toFilter({ ...days, within: "7d" })).toEqual({ within: "7d" });
});

test("what the page asks for is a filter the server takes", () => {
  const filter = toFilter({ ...nothing, q: " x ", person: "nobody", within: "24h" });
  expect(AuditFilter.parse(filter)).toEqual({ q: "x", person: "nobody", within: "24h" });
});
