// In: a redacted call. Out: the same, its start row durable. Promises that no upstream is contacted before that
// (security §4.6): the next room takes nothing less than a started call.
import { type RecordedCall, recordStart } from "@/server/activity/record";
import type { Redacted } from "@/server/gateway/redact-request";

export type Started = Redacted & { recorded: RecordedCall };

/** Tenth room, for calls. Throws AppError `unavailable` with the reason audit_unavailable. */
export async function start(redacted: Redacted): Promise<Started> {
  const { call, keptParams, foundInRequest } = redacted;
  const recorded = await recordStart(call, keptParams, foundInRequest);
  return { ...redacted, recorded };
}
