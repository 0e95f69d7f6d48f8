import { expect, test } from "vitest";
import { isDatabaseAway } from "@/server/core/database-away";

const withCode = (code: string) => Object.assign(new Error("x"), { code });

test.each(["ECONNREFUSED", "57P01", "08006", "53300", "P1001"])(
  "%s means that it is away",
  (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(true);
  },
);

test.each(["23505", "42P01", "P2002", "P2025"])("%s is an answer", (code) => {
  expect(isDatabaseAway(withCode(code))).toBe(false);
});

test("the pool's own words and a cause count", () => {
  expect(isDatabaseAway(new Error("timeout exceeded when trying to connect"))).toBe(true);
  expect(isDatabaseAway(new Error("query failed", { cause: withCode("ECONNREFUSED") }))).toBe(true);
  expect(isDatabaseAway("ECONNREFUSED")).toBe(false);
});
