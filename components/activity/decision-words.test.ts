import { expect, it } from "vitest";
import { decisionSentence, reasons } from "./decision-words";

const call = {
  ...{ decision: "denied", decisionReason: "unauthenticated", userName: null },
  ...{ endpointName: "Support", method: "tools/list" },
};

it("a refusal says why in plain words, also for a reason that this version does not know", () => {
  expect(decisionSentence(call)).toBe(
    "Denied before it reached anything: it came without a token that is valid for this endpoint.",
  );
  expect(decisionSentence({ ...call, decisionReason: "moon_phase" })).toContain("moon_phase");
});

it("what needs no tool is not said to have had one turned on", () => {
  const allowed = { ...call, decision: "allowed", decisionReason: null, userName: "Ada" };
  expect(decisionSentence(allowed)).toBe("Allowed: Ada could connect to Support.");
  expect(decisionSentence({ ...allowed, method: "tools/call" })).toContain("tool was turned on");
});

it("every reason is a part of a sentence", () => {
  for (const words of Object.values(reasons)) expect(words).toMatch(/^(?!.*[.:]$)\S/);
});
