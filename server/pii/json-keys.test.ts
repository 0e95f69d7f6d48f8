import { expect, test } from "vitest";
import { piiTypes } from "./entities";
import { freeName } from "./json-keys";
import { redactJson } from "./redact-json";

test("a name is never given twice, and a written number is stepped over", () => {
  const taken = new Map<string, number>();
  const names = ["a", "a (3)", "a", "a", "a (2)", "a (3)", "a"].map((name) =>
    freeName(taken, name),
  );
  expect(names).toEqual(["a", "a (3)", "a (2)", "a (4)", "a (2) (2)", "a (3) (2)", "a (5)"]);
});

// Tried from 2 each time, these would take minutes.
test("a hundred thousand keys that become equal all keep their entry", () => {
  const entries = Array.from({ length: 100_000 }, (_, index) => [`k${index}@x.com`, index]);
  const { text } = redactJson(JSON.stringify(Object.fromEntries(entries)), { types: piiTypes });
  const result: Record<string, number> = JSON.parse(text);
  expect(Object.values(result)).toHaveLength(100_000);
  expect(result["[REDACTED_EMAIL] (100000)"]).toBe(99_999);
});
