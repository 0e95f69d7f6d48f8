import { appendCheckpoint } from "@/server/activity/proof/checkpoints";
import { type Leaf, tables } from "@/server/retention/leaves";

/** What has to be written down about the record before it changes; what it throws stops the change. */
export type Proof = {
  dropping: (leaf: Leaf, reason: string, now: Date) => Promise<unknown>;
  keeping: (leaf: Leaf, now: Date) => Promise<unknown>;
};

/** Checkpoints of the chain: whoever verifies the record sees that a month was dropped, and does not take it for stolen. */
export const checkpoints: Proof = {
  dropping: (leaf, reason, now) =>
    appendCheckpoint({ kind: "dropped", ...placeOf(leaf), reason }, now),
  keeping: (leaf, now) => appendCheckpoint({ kind: "kept", ...placeOf(leaf) }, now),
};

function placeOf({ kind, projectId, month }: Leaf) {
  return { table: tables[kind], projectId, month: month.replace("-", "") };
}
