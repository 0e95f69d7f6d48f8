// Conditions that no one index answers together, where no digest says which calls they leave: window by window of time, so
// that a page takes no longer where nothing matches for a long time.
import { Parameters, rangeOf, textConditions } from "@/server/activity/filter";
import type { Page } from "@/server/activity/look-through/page";
import { microsOf, momentOf } from "@/server/activity/moments";
import {
  type CallRow,
  endedColumns,
  indexed,
  instant,
  newestFirst,
  positionBefore,
} from "@/server/activity/rows";
import { askRecord, askRecordWithin } from "@/server/activity/search-query";

/** Calls of the first window; the next ones are as long as the time left seems to allow. */
const firstCalls = { names: 5_000, texts: 500 };
const fastestGrowth = 4;
/** Of the last window: what would be shorter is not worth its way. */
const leastShare = 0.5;

/** Down to a moment; false when the time was up or the page full before. */
export async function walkWindows(page: Page, from: number): Promise<boolean> {
  const place = await placeOf(page, from);
  if (!place) return true;
  let window = { from: place.nth ?? from, to: place.newest + 1 };
  for (;;) {
    const before = performance.now();
    const found = await readWindow(page, window);
    if (!found) return false;
    page.rows.push(...found);
    page.after = positionBefore(window.from);
    if (page.left <= 0) return false;
    if (window.from <= from) return true;
    const fitting = page.leftMs / (performance.now() - before);
    if (fitting < leastShare) return false;
    const next = window.from - (window.to - window.from) * Math.min(fitting, fastestGrowth);
    window = { from: next <= place.oldest ? from : Math.floor(next), to: window.from };
  }
}

type Place = { newest: number; nth: number | null; oldest: number };

/** What is known of the calls down to a moment without asking how they are; null when there are none. */
async function placeOf({ search, after, hasText }: Page, least: number): Promise<Place | null> {
  const { scope, filter, now } = search;
  const [at, id] = after;
  const parameters = new Parameters();
  const { from, to } = rangeOf(filter, now);
  const calls = `SELECT ${instant} AS at FROM "ActivityLog" c
    WHERE c."projectId" = ${parameters.add(scope.projectId, "uuid")}
      AND c."startedAt" >= ${parameters.add(from ?? "-infinity", "timestamptz")}
      AND c."startedAt" >= ${parameters.add(momentOf(least), "timestamptz")}
      AND c."startedAt" < ${parameters.add(to ?? "infinity", "timestamptz")}
      AND c."startedAt" <= ${parameters.add(at, "timestamptz")}
      AND (c."startedAt", c."id") < (${parameters.add(at, "timestamptz")}, ${parameters.add(id, "uuid")})`;
  const nth = firstCalls[hasText ? "texts" : "names"];
  const text = `SELECT (${calls} ${newestFirst} LIMIT 1) AS newest,
    (${calls} ${newestFirst} OFFSET ${nth} LIMIT 1) AS nth,
    (${calls} ORDER BY c."startedAt", c."id" LIMIT 1) AS oldest`;
  const [row] = await askRecord<Record<keyof Place, string | null>>({
    ...{ text, values: parameters.values },
  });
  if (!row?.newest || !row.oldest) return null;
  return {
    newest: microsOf(row.newest),
    nth: row.nth === null ? null : microsOf(row.nth),
    oldest: microsOf(row.oldest),
  };
}

/** Microseconds, the later end left out. */
type Window = { from: number; to: number };

/** The window's newest matches; null when they were not found in time. */
async function readWindow(page: Page, { from, to }: Window): Promise<CallRow[] | null> {
  const { search, after, left, patienceMs } = page;
  const parameters = new Parameters();
  const bounds = { from: momentOf(from), to: momentOf(to) };
  const match = textConditions(search, "ended", bounds, parameters);
  const text = `SELECT ${endedColumns(search)} FROM "ActivityLog" c
    WHERE ${[indexed(search, after, parameters), ...match].join(" AND ")}
      AND c."startedAt" >= ${parameters.add(bounds.from, "timestamptz")}
      AND c."startedAt" < ${parameters.add(bounds.to, "timestamptz")}
    ${newestFirst} LIMIT ${parameters.add(left, "int")}`;
  const question = { text, values: parameters.values };
  if (patienceMs === Number.POSITIVE_INFINITY) return askRecord<CallRow>(question);
  return askRecordWithin<CallRow>(question, patienceMs);
}
