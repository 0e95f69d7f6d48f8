import { type Range, stretchesOf } from "@/server/activity/digest/find";
import { momentOf } from "@/server/activity/moments";
import type { Search } from "@/server/activity/rows";
import { expectedCalls } from "@/server/activity/sampling";

/** Calls that are looked through, with their payloads, within the time a chart may take. */
const most = 6_000;
const perBlock = 128;
/** Of five million calls. */
const mostDigests = 320;

/** The times that calls with a text can lie in; null where these are too many calls to look through. */
export async function timesWithText(search: Search, from: Date, to: Date): Promise<Range[] | null> {
  const [first, last] = [from.getTime() * 1_000, to.getTime() * 1_000];
  const stretches = await stretchesOf(search, [momentOf(last), ""], mostDigests);
  if (stretches.at(-1)?.from !== -Infinity && (stretches.at(-1)?.from ?? 0) > first) return null;
  const walked = stretches
    .filter(({ ranges }) => ranges === null)
    .map((stretch) => ({ from: Math.max(first, stretch.from), to: Math.min(last, stretch.to) }))
    .filter((range) => range.from < range.to);
  const blocks = stretches
    .flatMap(({ ranges }) => ranges ?? [])
    .filter((range) => range.to > first);
  let calls = blocks.length * perBlock;
  for (const range of walked) {
    if (calls > most) return null;
    calls += await expectedCalls(search.scope.projectId, momentOf(range.from), momentOf(range.to));
  }
  return calls > most ? null : [...walked, ...blocks];
}
