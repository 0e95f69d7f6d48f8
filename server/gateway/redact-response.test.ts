import { expect, it } from "vitest";
import type { Answered } from "./call";
import { redactResponse } from "./redact-response";

const types = ["EMAIL"] as const;

/** The rooms before need a database; this one reads nothing else of what they add. */
function answeredWith(raw: string, response: readonly "EMAIL"[] | null): Answered {
  const tool = { exposedName: "a", upstreamName: "a", serverId: "s", definition: "{}" };
  return {
    answer: { kind: "result", raw },
    ending: { outcome: "ok", errorCode: null, errorMessage: null },
    call: { id: "c" },
    requestId: "r",
    foundInRequest: [{ side: "request", type: "EMAIL", path: "arguments.a", count: 1 }],
    snapshot: { filters: { request: types, response, record: types, isSound: true } },
    target: { tool, server: { name: "Mail" } },
  } as unknown as Answered;
}

it.each([[types], [null]])(
  "an answer the redactor cannot read is withheld and not kept, with responses filtered: %s",
  async (response) => {
    const filtered = await redactResponse(answeredWith('{"content":"jane@example.com', response));
    expect(filtered.ending).toMatchObject({ outcome: "failed", errorCode: "filter_failed" });
    expect(JSON.parse(filtered.answer.raw)).toMatchObject({ isError: true });
    expect(filtered.keptAnswer).toEqual(filtered.answer);
    expect(JSON.stringify(filtered)).not.toContain("jane@example.com");
    expect(filtered.found).toHaveLength(1);
  },
);

it("an answer in which nothing was found is the same bytes, for the client and the record", async () => {
  const raw = '{ "content" : [] , "n":1e400}';
  const filtered = await redactResponse(answeredWith(raw, types));
  expect([filtered.answer.raw, filtered.keptAnswer.raw]).toEqual([raw, raw]);
});
