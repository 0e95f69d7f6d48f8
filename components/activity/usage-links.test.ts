import { expect, test } from "vitest";
import { outcomes } from "@/server/activity/schema";
import { outcomesOf, usageLinks } from "./usage-links";

test("a figure leads to its calls, in the same time and of the same endpoint", () => {
  const { to, between } = usageLinks("acme", "7d", "e1");
  expect(to({ tool: "a b&c" })).toBe(
    "/projects/acme/activity?within=7d&tool=a+b%26c&method=tools%2Fcall&endpoint=e1",
  );
  const [from, until] = [new Date(0), new Date(60_000)];
  expect(between(from, until)).toBe(
    "/projects/acme/activity?method=tools%2Fcall&endpoint=e1&from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A01%3A00.000Z",
  );
  expect(usageLinks("acme", "24h", null).to()).toBe(
    "/projects/acme/activity?within=24h&method=tools%2Fcall",
  );
});

test("the classes hold every outcome of an ended call once", () => {
  const all = Object.values(outcomesOf).flatMap((words) => words.split(","));
  expect(all.sort()).toEqual(outcomes.filter((one) => one !== "running").sort());
});
