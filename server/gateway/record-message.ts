// In: a message that we answer ourselves, and how it ended. Out: its one row, durable. Promises that the row holds no word
// of the client but a method it made up, redacted as the endpoint's filters say (security: T91, T96).
import type { Ending } from "@/server/activity/proof/row-text";
import { recordAlone } from "@/server/activity/record";
import { messageOf } from "@/server/gateway/call-facts";
import { isRecorded } from "@/server/gateway/methods";
import type { Refusal } from "@/server/gateway/refusal";
import { codeOf } from "@/server/gateway/refused";
import type { LocalAction, Routed } from "@/server/gateway/route";

type Facts = Partial<
  Pick<Ending, "outcome" | "decisionReason" | "errorCode" | "errorMessage" | "responseBytes">
>;

/** Makes the row of a message that was answered, where such messages have one. Throws `unavailable`. */
export async function recordAnswer(
  routed: Routed<LocalAction>,
  responseBytes: number,
): Promise<void> {
  if (isRecorded(routed.action.kind)) await recordMessage(routed, { responseBytes });
}

/** What is thrown in place of the refusal, which has its row then. Throws `unavailable`. */
export async function recordRefusal(
  routed: Routed<LocalAction>,
  refusal: Refusal,
): Promise<Refusal> {
  await recordMessage(routed, { decisionReason: codeOf(refusal), errorMessage: refusal.message });
  return refusal.asRecorded();
}

/** One row; a message with a reason was denied. */
export function recordMessage(routed: Routed<LocalAction>, facts: Facts): Promise<void> {
  const { decisionReason = null } = facts;
  return recordAlone(messageOf(routed), {
    decision: decisionReason === null ? "allowed" : "denied",
    decisionReason,
    outcome: decisionReason === null ? "ok" : "denied",
    errorCode: decisionReason,
    errorMessage: null,
    durationMs: performance.now() - routed.begun,
    responseBytes: 0,
    attempts: 1,
    finishedAt: new Date(),
    ...facts,
  });
}

/** A stream that was cut off: it was open for so long. Its opening has a row of its own, and this one another id. */
export function recordCutOff(routed: Routed<LocalAction>, id: string): Promise<void> {
  return recordAlone(
    { ...messageOf(routed), id },
    {
      ...{ decision: "allowed", decisionReason: null, outcome: "revoked", errorCode: "revoked" },
      ...{ errorMessage: "Access was revoked.", responseBytes: 0, attempts: 1 },
      durationMs: performance.now() - routed.begun,
      finishedAt: new Date(),
    },
  );
}
