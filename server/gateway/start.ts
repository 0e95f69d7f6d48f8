// In: a permitted call. Out: the same, its start row durable. Promises that no upstream is contacted before that
// (security §4.6): the next room takes nothing less than a started call.
import { type RecordedCall, recordStart } from "@/server/activity/record";
import type { Permitted } from "@/server/gateway/permit";

export type Started = Permitted & { recorded: RecordedCall };

/** Ninth room, for calls. Throws AppError `unavailable` with the reason audit_unavailable. */
export async function start(permitted: Permitted): Promise<Started> {
  const recorded = await recordStart(permitted.call, permitted.params);
  return { ...permitted, recorded };
}
