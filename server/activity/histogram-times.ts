import { type Range, type Stretch, stretchesOf } from "@/server/activity/digest/find";
import { perBlock } from "@/server/activity/digest/grams";
import { momentOf } from "@/server/activity/moments";
import { positionBefore, type Search } from "@/server/activity/rows";
import { expectedCalls } from "@/server/activity/sampling";

/** Calls that are looked at, or of a text looked through with their payloads, within the time a chart may take. */
const mostCalls = { names: 20_000, texts: 6_000 };
/** Digests at once: of a text a few bytes each, of names some ten thousand. */
const atOnce = { names: 20, texts: 320 };

/** The times that calls can lie in, as digests say; null where these are too many calls to look at. */
export async function timesOf(search: Search, from: Date, to: Date): Promise<Range[] | null> {
  const { q, error } = search.filter;
  const kind = q || error ? "texts" : "names";
  const first = from.getTime() * 1_000;
  const times: Range[] = [];
  let calls = 0;
  for (let end = to.getTime() * 1_000; end > first; ) {
    const stretches = await stretchesOf(search, positionBefore(end), atOnce[kind]);
    for (const stretch of stretches) {
      const ranges = rangesOf(stretch, first, end);
      times.push(...ranges);
      calls += stretch.ranges
        ? ranges.length * perBlock
        : await callsIn(search.scope.projectId, ranges);
      if (calls > mostCalls[kind]) return null;
    }
    end = stretches.at(-1)?.from ?? -Infinity;
  }
  return times;
}

/** What matches of a stretch can lie in, between two moments. */
function rangesOf({ ranges, ...whole }: Stretch, first: number, end: number): Range[] {
  return (ranges ?? [whole])
    .map(({ from, to }) => ({ from: Math.max(first, from), to: Math.min(end, to) }))
    .filter(({ from, to }) => from < to);
}

async function callsIn(projectId: string, [range]: readonly Range[]): Promise<number> {
  return range ? expectedCalls(projectId, momentOf(range.from), momentOf(range.to)) : 0;
}
