// Texts have no index: what indexes leave is looked through, newest first, for as long as somebody waits for a page.
import { type Range, stretchesOf } from "@/server/activity/digest/find";
import { Parameters, rangeOf, textConditions } from "@/server/activity/filter";
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
import { askRecord } from "@/server/activity/search-query";

/** Milliseconds after which no further calls are looked through: the rest is for the next page. */
const budgetMs = 150;
const leastPiece = 500;
const largestPiece = 16_000;
/** Digests that are read before what they leave is looked at. */
const atOnce = 40;
const firstBlocks = 8;
const mostBlocks = 64;

/** One page of one search, on its way. */
class Page {
  readonly rows: CallRow[] = [];
  private readonly begun = performance.now();

  constructor(
    readonly search: Search,
    readonly limit: number,
    public after: Position,
  ) {}

  get left(): number {
    return this.limit - this.rows.length;
  }

  get leftMs(): number {
    return this.begun + budgetMs - performance.now();
  }
}

/**
 * Calls that match, after a position. The newest are looked through one by one, then only where a digest says that a
 * match can be.
 */
export async function lookThrough(search: Search, after: Position, limit: number): Promise<Found> {
  const page = new Page(search, limit, after);
  const isAll = await readOn(page, leastPiece, -Infinity);
  if (isAll || page.left <= 0) return { rows: page.rows, stoppedAt: null };
  for (;;) {
    const stretches = await stretchesOf(search, page.after, atOnce);
    for (const { from, to, ranges } of stretches) {
      if (to < microsOf(page.after[0])) page.after = positionBefore(to);
      const isDone = ranges ? await readRanges(page, ranges) : await walk(page, from);
      if (page.left <= 0) return { rows: page.rows, stoppedAt: null };
      if (!isDone) return { rows: page.rows, stoppedAt: page.after };
    }
    const reached = stretches.at(-1)?.from ?? -Infinity;
    if (reached === -Infinity) return { rows: page.rows, stoppedAt: null };
    page.after = positionBefore(reached);
    if (page.leftMs < 0) return { rows: page.rows, stoppedAt: page.after };
  }
}

/** Piece by piece down to a moment; false when the time was up or the page full before. */
async function walk(page: Page, from: number): Promise<boolean> {
  let length = leastPiece;
  for (;;) {
    const before = performance.now();
    const isDone = await readOn(page, length, from);
    if (isDone || page.left <= 0) return page.left > 0;
    // As many as the time left allows, going by the last piece; short ones tell little.
    const fitting = Math.floor((length * page.leftMs) / (performance.now() - before));
    if (fitting < leastPiece) return false;
    length = Math.min(fitting, length * 4, largestPiece);
  }
}

type PieceRow = CallRow & { walked: number; endAt: string; endId: string };

/** The matches among the next `length` calls down to a moment; true when there are no further ones. */
async function readOn(page: Page, length: number, from: number): Promise<boolean> {
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

/** Range by range, some at once; false when the time was up or the page full before. */
async function readRanges(page: Page, ranges: readonly Range[]): Promise<boolean> {
  let together = firstBlocks;
  for (let done = 0; done < ranges.length; ) {
    const before = performance.now();
    const some = ranges.slice(done, done + together);
    await readSome(page, some);
    page.after = positionBefore(some.at(-1)?.from ?? -Infinity);
    done += some.length;
    if (page.left <= 0) return false;
    const fitting = Math.floor((together * page.leftMs) / (performance.now() - before));
    if (done < ranges.length && fitting < 1) return false;
    together = Math.max(1, Math.min(fitting, together * 4, mostBlocks));
  }
  return true;
}

async function readSome(page: Page, ranges: readonly Range[]): Promise<void> {
  const parameters = new Parameters();
  const { search, left } = page;
  const [froms, tos] = [
    ranges.map(({ from }) => momentOf(from)),
    ranges.map(({ to }) => momentOf(to)),
  ];
  const where = indexed(search, page.after, parameters);
  const within = { from: froms.at(-1) ?? "-infinity", to: page.after[0] };
  const match = textConditions(search, "ended", within, parameters);
  const limit = parameters.add(left, "int");
  const times = `unnest(${parameters.add(froms, "timestamptz[]")}, ${parameters.add(tos, "timestamptz[]")})`;
  const text = `SELECT hit.* FROM ${times} r(begin, "end") CROSS JOIN LATERAL (SELECT ${endedColumns(search)} FROM "ActivityLog" c
      WHERE ${[where, ...match].join(" AND ")} AND c."startedAt" >= r.begin AND c."startedAt" < r."end"
      ${newestFirst} LIMIT ${limit}) hit ORDER BY hit.at DESC, hit."id" DESC LIMIT ${limit}`;
  page.rows.push(...(await askRecord<CallRow>({ text, values: parameters.values })));
}
