// Text in calls that one index, or none, tells apart: as many of these as the time allows.
import { Parameters, rangeOf, textConditions } from "@/server/activity/filter";
import type { Page } from "@/server/activity/look-through/page";
import { momentOf } from "@/server/activity/moments";
import {
  type CallRow,
  endedColumns,
  indexed,
  instant,
  newestFirst,
  type Search,
} from "@/server/activity/rows";
import { askRecord } from "@/server/activity/search-query";

const largestPiece = 16_000;

/** Piece by piece down to a moment; false when the time was up or the page full before. */
export async function walkPieces(page: Page, from: number): Promise<boolean> {
  let length = page.pace.calls;
  for (;;) {
    const before = performance.now();
    const isDone = await readPiece(page, length, from);
    if (isDone || page.left <= 0) return page.left > 0;
    // As many as the time left allows, going by the last piece; short ones tell little.
    const fitting = Math.floor((length * page.leftMs) / (performance.now() - before));
    if (fitting < page.pace.calls) return false;
    length = Math.min(fitting, length * 4, largestPiece);
  }
}

type PieceRow = CallRow & { walked: number; endAt: string; endId: string };

/** The matches among the next `length` calls down to a moment; true when there are no further ones. */
export async function readPiece(
  page: Page,
  length = page.pace.calls,
  from = -Infinity,
): Promise<boolean> {
  const parameters = new Parameters();
  const { search, left } = page;
  const where = indexed(search, page.after, parameters);
  const begin = lowerOf(search, from);
  const within = { from: begin, to: page.after[0] };
  const match = textConditions(search, "ended", within, parameters).join(" AND ");
  // The newest hits: what was walked is read in its order. Sorting it would look into every payload first.
  const text = `WITH walked AS MATERIALIZED (SELECT c.* FROM "ActivityLog" c
      WHERE ${where} AND c."startedAt" >= ${parameters.add(begin, "timestamptz")}
      ${newestFirst} LIMIT ${parameters.add(length, "int")}),
    fact AS (SELECT count(*)::int AS walked FROM walked),
    last AS (SELECT ${instant} AS "endAt", c."id" AS "endId" FROM walked c ORDER BY c."startedAt", c."id" LIMIT 1),
    hit AS (SELECT ${endedColumns(search)} FROM walked c
      WHERE ${match} LIMIT ${parameters.add(left, "int")})
    SELECT fact.*, last.*, hit.* FROM fact CROSS JOIN last LEFT JOIN hit ON true ORDER BY hit.at DESC, hit."id" DESC`;
  const found = await askRecord<PieceRow>({ text, values: parameters.values });
  page.rows.push(...found.filter(({ id }) => id !== null));
  const [first] = found;
  if (!first || first.walked < length) return true;
  page.after = [first.endAt, first.endId];
  return false;
}

/** The later of a moment and the one where the filter begins. */
function lowerOf({ filter, now }: Search, from: number): string {
  const { from: first } = rangeOf(filter, now);
  return momentOf(first ? Math.max(from, first.getTime() * 1_000) : from);
}
