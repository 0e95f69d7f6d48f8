import type { Scope } from "@/server/activity/filter";
import type { CallFilter } from "@/server/activity/schema";

/** From here on an index has the duration. */
const slowMs = 1_000;

/** Whether the indexes, each in the order of a page, leave a part of the question open. */
export function isMixed({ endpoints }: Scope, filter: CallFilter): boolean {
  const { endpointId, serverId, tool, method, personId, client, outcome } = filter;
  const { only, minMs, maxMs } = filter;
  // Few endpoints of many are no one stretch of an index.
  if (endpoints && !endpointId) return true;
  if (maxMs != null || (minMs != null && minMs > 0 && minMs < slowMs)) return true;
  // One of the outcomes that are not good may be rare among these; methods have no index.
  if (outcome?.length || method) return true;
  const wrong = only?.includes("errors");
  const redacted = only?.includes("redacted");
  const alone = [endpointId, serverId, tool, personId, client, wrong, redacted, minMs];
  return alone.filter(Boolean).length > 1;
}
