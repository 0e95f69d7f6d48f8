import { describe, expect, test } from "vitest";
import { parseWords, suggest } from "./filter-words";

const choices = {
  ...{ endpoint: [{ value: "e1", label: "Support desk" }], server: [], client: [] },
  tool: [{ value: "search", label: "search" }],
  method: [{ value: "tools/list", label: "tools/list" }],
  person: [{ value: "p1", label: "Ana Lima" }],
};

describe("what is typed", () => {
  test.each<[string, object]>([
    ["rate limit", { q: "rate limit" }],
    ["tool:search", { tool: "search" }],
    ["method:tools/call", { method: "tools/call" }],
    ["tool:never_seen", { tool: "never_seen" }],
    ['person:"ana lima" endpoint:"Support desk"', { person: "p1", endpoint: "e1" }],
    ["person:nobody other:thing", { q: "nobody other:thing" }],
    ["outcome:denied outcome:failed", { outcome: ["denied", "failed"] }],
    ["is:errors only:redacted", { only: ["errors", "redacted"] }],
    ["duration>500", { min: 500 }],
    ["duration>1.5s duration<2m", { min: 1_500, max: 120_000 }],
    ["duration>soon", { q: "duration>soon" }],
    ["error:timeout the rest", { error: "timeout", q: "the rest" }],
    ["within:7d", { within: "7d", from: null, to: null }],
    ["https://example.com", { q: "https://example.com" }],
    ["tool:", { q: "tool:" }],
  ])("%s", (typed, expected) => {
    expect(parseWords(typed, choices)).toEqual(expected);
  });
});

describe("a suggestion", () => {
  const inserts = (typed: string) => suggest(typed, choices).map(({ insert }) => insert);

  test("goes on with the last word only", () => {
    expect(inserts("tool:search per")).toEqual(["tool:search person:"]);
    expect(inserts("only:errors person:an")).toEqual(['only:errors person:"Ana Lima" ']);
    expect(inserts('person:"Ana l')).toEqual(['person:"Ana Lima" ']);
  });

  test("of what can be typed is understood when it is taken", () => {
    for (const insert of inserts("person:"))
      expect(parseWords(insert, choices)).toEqual({ person: "p1" });
    expect(inserts("outcome:time")).toEqual(["outcome:timed_out "]);
  });

  test("is not made for what has no list", () => {
    expect(inserts("error:any")).toEqual([]);
    expect(inserts("nothing-like-a-key")).toEqual([]);
  });
});
