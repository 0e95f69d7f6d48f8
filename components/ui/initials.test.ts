import { expect, test } from "vitest";
import { initials } from "./initials";

test.each([
  ["Ana Lima", "AL"],
  ["github", "GI"],
  ["ana.lima@example.com", "AL"],
  ["server-everything v2", "SE"],
  ["𝒜lpha", "𝒜L"],
  ["", "?"],
  ["—", "?"],
])("the initials of %j are %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
