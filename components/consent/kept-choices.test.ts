import { expect, test } from "vitest";
import type { OfferedEndpoint } from "./consent-types";
import { readChoices } from "./kept-choices";

const offer = (id: string, ...seconds: number[]): OfferedEndpoint => ({
  ...{ id, name: id, projectName: "Acme", servers: 1, filtered: false, tools: [], accounts: [] },
  ...{ maxAccessSeconds: 86_400, firstDuration: 3600 },
  durations: seconds.map((one) => ({ seconds: one, label: String(one) })),
});

const offers = [offer("one", 3600, 86_400), offer("two", 3600)];
const kept = (endpoint: unknown, choice: unknown) => JSON.stringify({ endpoint, choice });

test.each([
  { kind: "seconds", seconds: 86_400 },
  { kind: "day", day: "2026-11-22" },
])("what was chosen comes back: %j", (choice) => {
  expect(readChoices(kept("one", choice), offers)).toEqual({ endpoint: "one", choice });
});

test.each([
  ["nothing", null],
  ["what is no JSON", "{"],
  ["what is no object", "7"],
  ["an endpoint that is offered no more", kept("three", { kind: "seconds", seconds: 3600 })],
  [
    "a duration that this endpoint does not offer",
    kept("two", { kind: "seconds", seconds: 86_400 }),
  ],
  ["a duration that is no number", kept("one", { kind: "seconds", seconds: "3600" })],
  ["a day that is none", kept("one", { kind: "day", day: "tomorrow" })],
  ["a choice of another kind", kept("one", { kind: "ever" })],
])("%s is not taken up", (_what, text) => {
  expect(readChoices(text, offers)).toBeNull();
});
