// Conditions that no one index answers together, where no digest says which calls they leave: window by window of time, so
// that a page takes no longer where nothing matches for a long time.
import { Parameters, rangeOf, textConditions } from "@/server/activity/filter";
import type { Page } from "@/server/activity/look-through/page";
import { microsOf, momentOf } from "@/server/activity/moments";
import {
  beyond,
  type CallRow,
  endedColumns,
  indexed,
  momentSql,
  newestFirst,
  positionBefore,
} from "@/server/activity/rows";
import { askRecord, askRecordWithin } from "@/server/activity/search-query";

/** A window is as long as the time left seems to allow, going by the one before. */
const fastestGrowth = 4;
/** Of the last window: what would be shorter is not worth its way. */
const leastShare = 0.5;

/** `over`: there are no further calls; `stopped`: the time was up or the page full before. */
export type Walked = "over" | "stopped" | "sparse";

/** Down to a moment; with `mostPerMatch` only as long as one in so many calls matches, and `sparse` after that. */
export async function walkWindows(
  page: Page,
  from: number,
  mostPerMatch: number | null = null,
): Promise<Walked> {
  const place = await placeOf(page, from);
  if (!place) return "over";
  let window = { from: place.isAll ? from : place.nth, to: place.newest + 1 };
  let [calls, oldest] = [place.calls, Number.NaN];
  for (;;) {
    const before = performance.now();
    const found = await readWindow(page, window);
    if (!found) return "stopped";
    page.rows.push(...found);
    page.after = positionBefore(window.from);
    if (page.left <= 0) return "stopped";
    if (window.from <= from) return "over";
    if (mostPerMatch !== null && found.length * mostPerMatch < calls) return "sparse";
    const fitting = page.leftMs / (performance.now() - before);
    if (fitting < leastShare) return "stopped";
    const growth = Math.min(fitting, fastestGrowth);
    const next = Math.floor(window.from - (window.to - window.from) * growth);
    if (Number.isNaN(oldest)) oldest = await oldestOf(page, from);
    window = { from: next <= oldest ? from : next, to: window.from };
    calls *= growth;
  }
}

type Place = { newest: number; nth: number; calls: number; isAll: boolean };

/** Where the next calls lie, whatever they are; null when there are none down to a moment. */
async function placeOf(page: Page, from: number): Promise<Place | null> {
  const parameters = new Parameters();
  // Written as text once, not for every call.
  const text = `SELECT ${momentSql("max(at)")} AS newest, ${momentSql("min(at)")} AS nth, count(*)::int AS calls
    FROM (${timesSql(page, from, parameters)} ${newestFirst} LIMIT ${page.pace.calls}) next`;
  const question = { text, values: parameters.values };
  const [row] = await askRecord<{ newest: string | null; nth: string; calls: number }>(question);
  if (!row?.newest) return null;
  const { newest, nth, calls } = row;
  return { newest: microsOf(newest), nth: microsOf(nth), calls, isAll: calls < page.pace.calls };
}

async function oldestOf(page: Page, from: number): Promise<number> {
  const parameters = new Parameters();
  const text = `SELECT ${momentSql("at")} AS at
    FROM (${timesSql(page, from, parameters)} ORDER BY c."startedAt", c."id" LIMIT 1) first`;
  const [row] = await askRecord<{ at: string }>({ text, values: parameters.values });
  return row ? microsOf(row.at) : Number.POSITIVE_INFINITY;
}

/** When the calls began that are still to be looked at, down to a moment. */
function timesSql({ search, after }: Page, least: number, parameters: Parameters): string {
  const { scope, filter, now } = search;
  const { from, to } = rangeOf(filter, now);
  return `SELECT c."startedAt" AS at FROM "ActivityLog" c
    WHERE c."projectId" = ${parameters.add(scope.projectId, "uuid")}
      AND c."startedAt" >= ${parameters.add(from ?? "-infinity", "timestamptz")}
      AND c."startedAt" >= ${parameters.add(momentOf(least), "timestamptz")}
      AND c."startedAt" < ${parameters.add(to ?? "infinity", "timestamptz")}
      AND ${beyond("<", after, parameters)}`;
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
