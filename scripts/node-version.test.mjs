import { expect, test } from "vitest";
import { tooOldReason } from "./node-version.mjs";

test.each(["18.20.4", "20.18.3", "19.9.0"])("Node %s is told apart as too old", (version) => {
  expect(tooOldReason(version)).toBe(`Gatehouse needs Node 20.19 or newer; this is ${version}.`);
});

test.each(["20.19.0", "22.0.0", "24.1.0"])("Node %s is accepted", (version) => {
  expect(tooOldReason(version)).toBeUndefined();
});
