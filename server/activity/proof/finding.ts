import type { RecordTable } from "@/server/activity/proof/checkpoint-row";
import type { Place } from "@/server/activity/proof/link";

/**
 * What is wrong. `altered` where nothing vouches for the row's mac: it was changed, or it was never written by Gatehouse.
 */
export type FindingKind = "modified" | "removed" | "inserted" | "reordered" | "altered";

export type Finding = {
  kind: FindingKind;
  /** Null for checkpoints, which belong to no project. */
  place: Place | null;
  table: RecordTable | "ActivityCheckpoint";
  /** The call concerned, and when it started; null where the row is gone. */
  callId: string | null;
  at: string | null;
  /** What was found, in a sentence's second half. */
  detail: string;
};

/** Everything found is counted; so many are kept to be shown. */
const kept = 100;

/** In the order they were found. */
export class Findings {
  readonly all: Finding[] = [];
  count = 0;

  add(finding: Finding): void {
    this.count++;
    if (this.all.length < kept) this.all.push(finding);
  }
}
