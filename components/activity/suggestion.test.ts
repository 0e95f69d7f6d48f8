import { expect, test } from "vitest";
import { outcomes } from "@/server/activity/schema";
import { errorCodes } from "./decision-words";
import { suggestionFor } from "./suggestion";

test("an error we know has its own act, whatever the outcome", () => {
  const one = suggestionFor({ errorCode: "endpoint_off", outcome: "denied" });
  expect(one).toMatchObject({ place: "endpoint" });
});

test("an error we do not know has the act of its outcome, and a word of the language is no error we know", () => {
  for (const errorCode of ["something_new", "constructor", null])
    expect(suggestionFor({ errorCode, outcome: "timed_out" })?.text).toContain("in time");
});

test("every call that failed has an act, and one that went well or still runs has none", () => {
  const acts = outcomes.filter((outcome) => suggestionFor({ errorCode: null, outcome }));
  expect(acts).toEqual(["tool_error", "failed", "cancelled", "timed_out", "revoked", "unknown"]);
});

test.each(errorCodes)("a request that was refused as %s has an act of its own", (errorCode) => {
  const general = suggestionFor({ errorCode: null, outcome: "failed" });
  const own = suggestionFor({ errorCode, outcome: "failed" });
  expect(own?.text).toMatch(/\.$/);
  expect(own).not.toEqual(general);
});
