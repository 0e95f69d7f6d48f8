// In: a call with its answer. Out: the same, its outcome row durable. Promises that no answer leaves before that
// (security §4.6): the reply takes nothing less than a concluded call.
import { type Outcome, recordOutcome } from "@/server/activity/record";
import type { Answered } from "@/server/gateway/call";

export type Concluded = Answered & { readonly durable: true };

/** Eleventh room, for calls. Throws AppError `unavailable`; the answer must then not be sent. */
export async function conclude(answered: Answered): Promise<Concluded> {
  const { answer, ending, upstreamMs, begun } = answered;
  const body = answer.kind === "result" ? answer.raw : `{"error":${answer.raw}}`;
  const outcome: Outcome = {
    ...ending,
    durationMs: performance.now() - begun,
    upstreamMs,
    responseBytes: Buffer.byteLength(answer.raw),
  };
  await recordOutcome(answered.recorded, outcome, body);
  return { ...answered, durable: true };
}
