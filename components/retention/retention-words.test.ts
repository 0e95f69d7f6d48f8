import { expect, test } from "vitest";
import { callWords, consequenceWords, goesWords, monthWords, periodWords } from "./retention-words";

const nothing = { calls: 0, isEstimate: false, callMonths: 0, payloadMonths: 0 };
const free = { hold: null, executor: "ready" } as const;
const hold = { at: new Date(), byName: "Ana", reason: "Case 14" };

test("what goes is told in numbers, and only the digits of an estimate that mean something", () => {
  const many = { ...nothing, calls: 1_204_318, isEstimate: true, callMonths: 4 };
  expect(consequenceWords(many, free)).toEqual([
    "About 1,200,000 calls of 4 months are dropped within an hour and cannot be brought back.",
  ]);
  const counted = { ...nothing, calls: 1_204, callMonths: 1, payloadMonths: 2 };
  expect(consequenceWords(counted, free)).toEqual([
    "1,204 calls of 1 month are dropped within an hour and cannot be brought back.",
    "The payloads of 2 months more go, too; their calls stay.",
  ]);
});

test("payloads that go alone leave their calls", () => {
  expect(consequenceWords({ ...nothing, payloadMonths: 1 }, free)).toEqual([
    "The payloads of 1 month are dropped within an hour and cannot be brought back.",
    "The calls themselves stay.",
  ]);
});

test("where nothing goes nothing is threatened", () => {
  expect(consequenceWords(nothing, free)).toEqual([]);
});

test.each([
  [{ hold, executor: "ready" as const }, "once the hold is released"],
  [{ hold: null, executor: "not_owner" as const }, "as soon as Gatehouse may drop tables"],
])("no hour is promised that is not kept", (facts, words) => {
  const [sentence] = consequenceWords({ ...nothing, calls: 3, callMonths: 1 }, facts);
  expect(sentence).toContain(words);
  expect(sentence).not.toContain("hour");
});

test("months, numbers and periods read as people say them", () => {
  expect(monthWords("2026-08")).toBe("August 2026");
  expect(callWords({ calls: 1, isEstimate: false })).toBe("1 call");
  expect(callWords({ calls: 12_345, isEstimate: true })).toBe("about 12,300 calls");
  expect(periodWords({ keepDays: null, keepPayloadDays: null })).toBe(
    "Calls and payloads are kept for ever.",
  );
  expect(periodWords({ keepDays: 730, keepPayloadDays: 30 })).toBe(
    "Calls are kept for 2 years, payloads for 30 days.",
  );
});

test("a month says when it goes, and does not while it is held", () => {
  const [at, now] = [new Date("2026-12-01T00:00:00Z"), new Date("2026-11-28T00:00:00Z")];
  expect(goesWords(at, now, false)).toBe("1 Dec 2026");
  expect(goesWords(now, at, false)).toBe("With the next round");
  expect(goesWords(at, now, true)).toBe("On hold");
  expect(goesWords(null, now, true)).toBe("Kept");
});
