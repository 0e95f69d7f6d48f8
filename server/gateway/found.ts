// In: what the redactor found in one side of a call. Out: how the record says it.
import type { Redaction } from "@/server/activity/schema";
import type { Finding } from "@/server/pii/findings";

export type Found = readonly Redaction[];

export function foundIn(side: Redaction["side"], findings: readonly Finding[]): Found {
  return findings.map(({ type, path, count }) => ({ side, type, path, count }));
}
