// In: a call with the answer its client may have. Out: the same, its outcome row durable. Promises that no answer leaves
// before that (security §4.6): the reply takes nothing less than a concluded call.
import { type Outcome, recordOutcome } from "@/server/activity/record";
import type { Filtered } from "@/server/gateway/redact-response";

export type Concluded = Filtered & { readonly durable: true };

/** Thirteenth room, for calls. Throws AppError `unavailable`; the answer must then not be sent. */
export async function conclude(filtered: Filtered): Promise<Concluded> {
  const { answer, keptAnswer, ending, upstreamMs, begun } = filtered;
  const body = keptAnswer.kind === "result" ? keptAnswer.raw : `{"error":${keptAnswer.raw}}`;
  const outcome: Outcome = {
    ...ending,
    durationMs: performance.now() - begun,
    upstreamMs,
    responseBytes: Buffer.byteLength(answer.raw),
  };
  await recordOutcome(filtered.recorded, outcome, body, filtered.found);
  return { ...filtered, durable: true };
}
