// Conditions that no one index answers together: calls are looked through window by window, newest first, so that a page
// takes no longer where nothing matches for a long time.
import { Parameters, rangeOf, type Scope } from "@/server/activity/filter";
import { microsOf, momentOf } from "@/server/activity/moments";
import {
  type CallRow,
  endedColumns,
  type Found,
  indexed,
  instant,
  newestFirst,
  type Position,
  positionBefore,
  type Search,
} from "@/server/activity/rows";
import type { CallFilter } from "@/server/activity/schema";
import { askRecord, askRecordWithin } from "@/server/activity/search-query";

/** Milliseconds after which no further window is begun: the rest is for the next page. */
const budgetMs = 30;
/** Milliseconds after which a further window is given up: it lay where much has to be fetched from the disk. */
const mostMs = 45;
const leastMs = 10;
/** Calls of the first window; the next ones are as long as the time left seems to allow. */
const firstCalls = 5_000;
const fastestGrowth = 4;
/** Of the last window: what would be shorter is not worth its way. */
const leastShare = 0.5;
const slowMs = 1_000;

/** Whether the indexes, each in the order of a page, leave a part of the question open. */
export function isMixed({ endpoints }: Scope, filter: CallFilter): boolean {
  const { endpointId, serverId, tool, personId, client, outcome, only, minMs, maxMs } = filter;
  // Few endpoints of many are no one stretch of an index.
  if (endpoints && !endpointId) return true;
  if (maxMs != null || (minMs != null && minMs > 0 && minMs < slowMs)) return true;
  // One of the outcomes that are not good may be rare among these.
  if (outcome?.length) return true;
  const wrong = only?.includes("errors");
  const alone = [
    endpointId,
    serverId,
    tool,
    personId,
    client,
    wrong,
    only?.includes("redacted"),
    minMs,
  ];
  return alone.filter(Boolean).length > 1;
}

/** Calls that match, after a position. */
export async function findInWindows(
  search: Search,
  after: Position,
  limit: number,
): Promise<Found> {
  const begun = performance.now();
  const rows: CallRow[] = [];
  const place = await placeOf(search, after);
  if (!place) return { rows, stoppedAt: null };
  let to = place.newest + 1;
  let from = place.nth ?? -Infinity;
  // The first is read in any case, or a search might never come further.
  let patience = Number.POSITIVE_INFINITY;
  for (;;) {
    const before = performance.now();
    const window = { from, to, patience };
    const found = await readWindow(search, after, window, limit - rows.length);
    if (!found) return { rows, stoppedAt: positionBefore(to) };
    rows.push(...found);
    if (rows.length >= limit || from === -Infinity) return { rows, stoppedAt: null };
    const now = performance.now();
    const fitting = (begun + budgetMs - now) / (now - before);
    if (fitting < leastShare) return { rows, stoppedAt: positionBefore(from) };
    const next = from - (to - from) * Math.min(fitting, fastestGrowth);
    to = from;
    from = next <= place.oldest ? -Infinity : Math.floor(next);
    patience = Math.max(leastMs, begun + mostMs - performance.now());
  }
}

type Place = { newest: number; nth: number | null; oldest: number };

/** What is known of the calls after a position without asking how they are; null when there are none. */
async function placeOf({ scope, filter, now }: Search, [at, id]: Position): Promise<Place | null> {
  const parameters = new Parameters();
  const { from, to } = rangeOf(filter, now);
  const calls = `SELECT ${instant} AS at FROM "ActivityLog" c
    WHERE c."projectId" = ${parameters.add(scope.projectId, "uuid")}
      AND c."startedAt" >= ${parameters.add(from ?? "-infinity", "timestamptz")}
      AND c."startedAt" < ${parameters.add(to ?? "infinity", "timestamptz")}
      AND c."startedAt" <= ${parameters.add(at, "timestamptz")}
      AND (c."startedAt", c."id") < (${parameters.add(at, "timestamptz")}, ${parameters.add(id, "uuid")})`;
  const text = `SELECT (${calls} ${newestFirst} LIMIT 1) AS newest,
    (${calls} ${newestFirst} OFFSET ${firstCalls} LIMIT 1) AS nth,
    (${calls} ORDER BY c."startedAt", c."id" LIMIT 1) AS oldest`;
  const [row] = await askRecord<Record<keyof Place, string | null>>({
    ...{ text, values: parameters.values },
  });
  if (!row?.newest || !row.oldest) return null;
  const { newest, nth, oldest } = row;
  return {
    newest: microsOf(newest),
    nth: nth === null ? null : microsOf(nth),
    oldest: microsOf(oldest),
  };
}

/** Microseconds, the later end left out; `patience` in milliseconds. */
type Window = { from: number; to: number; patience: number };

/** The window's newest matches; null when they were not found in time. */
async function readWindow(
  search: Search,
  after: Position,
  { from, to, patience }: Window,
  limit: number,
): Promise<CallRow[] | null> {
  const parameters = new Parameters();
  const text = `SELECT ${endedColumns(search)} FROM "ActivityLog" c WHERE ${indexed(search, after, parameters)}
      AND c."startedAt" >= ${parameters.add(momentOf(from), "timestamptz")}
      AND c."startedAt" < ${parameters.add(momentOf(to), "timestamptz")}
    ${newestFirst} LIMIT ${parameters.add(limit, "int")}`;
  const question = { text, values: parameters.values };
  if (patience === Number.POSITIVE_INFINITY) return askRecord<CallRow>(question);
  return askRecordWithin<CallRow>(question, patience);
}
