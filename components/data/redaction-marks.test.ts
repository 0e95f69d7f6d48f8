import { expect, test } from "vitest";
import { toPieces, toSentence } from "./redaction-marks";

test("marks are told from the text around them", () => {
  expect(toPieces("a [REDACTED_EMAIL], [REDACTED_CREDIT_CARD]")).toEqual([
    { kind: "text", text: "a " },
    { kind: "mark", type: "EMAIL" },
    { kind: "text", text: ", " },
    { kind: "mark", type: "CREDIT_CARD" },
  ]);
});

test("what only looks like a mark stays text", () => {
  expect(toPieces("[REDACTED_NAME] [REDACTED_EMAIL")).toEqual([
    { kind: "text", text: "[REDACTED_NAME] [REDACTED_EMAIL" },
  ]);
});

test("what was found is counted in words", () => {
  const found = [
    { type: "PHONE", count: 1 },
    { type: "EMAIL", count: 1 },
    { type: "EMAIL", count: 1 },
  ];
  expect(toSentence(found)).toBe("2 emails, 1 phone");
  expect(toSentence([])).toBe("");
});
