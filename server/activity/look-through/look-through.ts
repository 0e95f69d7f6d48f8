// What no index answers alone: text, and conditions that no one index answers together. Where digests say that a match can
// be, calls are looked through, newest first, for as long as somebody waits for a page.
import { stretchesOf } from "@/server/activity/digest/find";
import { perBlock } from "@/server/activity/digest/grams";
import { readBlocks } from "@/server/activity/look-through/blocks";
import { paceOf } from "@/server/activity/look-through/pace";
import { Page } from "@/server/activity/look-through/page";
import { readPiece, walkPieces } from "@/server/activity/look-through/pieces";
import { type Walked, walkWindows } from "@/server/activity/look-through/windows";
import { microsOf } from "@/server/activity/moments";
import {
  type Found,
  isOnTheWay,
  type Position,
  positionBefore,
  type Search,
} from "@/server/activity/rows";

const mostDigests = 40;
const fastestGrowth = 4;
/** Where matches are closer, walking from one to the next is faster than reading digests. */
const mostPerMatch = 4 * perBlock;

/** Calls that match, after a position. */
export async function lookThrough(
  search: Search,
  after: Position,
  limit: number,
  pace = paceOf(search.filter),
): Promise<Found> {
  const page = new Page(search, limit, after, pace);
  const walked = await walkNewest(page);
  if (walked === "over" || page.left <= 0) return { rows: page.rows, stoppedAt: null };
  if (walked === "stopped") return { rows: page.rows, stoppedAt: page.after };
  let { digests } = page.pace;
  for (;;) {
    const before = performance.now();
    const stretches = await stretchesOf(search, page.after, digests);
    for (const { from, to, ranges } of stretches) {
      if (to < microsOf(page.after[0])) page.after = positionBefore(to);
      const isDone = ranges ? await readBlocks(page, ranges) : await walk(page, from);
      if (page.left <= 0) return { rows: page.rows, stoppedAt: null };
      if (!isDone) return { rows: page.rows, stoppedAt: page.after };
    }
    const reached = stretches.at(-1)?.from ?? -Infinity;
    if (reached === -Infinity) return { rows: page.rows, stoppedAt: null };
    page.after = positionBefore(reached);
    if (page.leftMs < 0) return { rows: page.rows, stoppedAt: page.after };
    const fitting = page.leftMs / (performance.now() - before);
    const next = Math.floor(digests * Math.min(fitting, fastestGrowth));
    digests = Math.max(1, Math.min(next, mostDigests));
  }
}

/** Before a digest is read, the newest are looked through: often they fill the page, or there are no others. */
async function walkNewest(page: Page): Promise<Walked> {
  // Where a page before this one found too little, this one would.
  if (page.isMixed && isOnTheWay(page.after)) return "sparse";
  if (page.isMixed) return walkWindows(page, -Infinity, mostPerMatch);
  return (await readPiece(page)) ? "over" : "sparse";
}

async function walk(page: Page, from: number): Promise<boolean> {
  if (page.isMixed) return (await walkWindows(page, from)) === "over";
  return walkPieces(page, from);
}
