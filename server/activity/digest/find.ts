// In: a search for text, or by conditions that no one index answers together. Out: the stretches of time that its matches can lie in, newest first; everything that no digest
// speaks of is among them. Promises that who may not read payloads learns nothing of them, by what is left out either.
import {
  blocksWith,
  type FacetTests,
  facetSlices,
  facetTests,
} from "@/server/activity/digest/facets";
import {
  blocksIn,
  both,
  bytesPerGram,
  either,
  gramsOf,
  inAll,
} from "@/server/activity/digest/grams";
import { Parameters, rangeOf, writtenInJson } from "@/server/activity/filter";
import { isMixed } from "@/server/activity/mixed";
import { microsOf, momentOf } from "@/server/activity/moments";
import { isOnTheWay, type Position, type Search } from "@/server/activity/rows";
import { askRecord } from "@/server/activity/search-query";

/** In microseconds: a first moment and the one after the last. */
export type Range = { from: number; to: number };

/** `ranges`: short ones that matches lie in, newest first; null = anywhere in it. */
export type Stretch = Range & { ranges: Range[] | null };

/** Where more blocks than one in so many are left, calls are walked through. */
const sparse = 4;

/** Stretches without a gap up to a position, by at most so many digests. Where the last does not reach the beginning of time, there is more to ask. */
export async function stretchesOf(
  search: Search,
  position: Position,
  most: number,
): Promise<Stretch[]> {
  // Of the moment where the time was up nothing is left.
  const before = microsOf(position[0]) + (isOnTheWay(position) ? 0 : 1);
  const whole = { from: -Infinity, to: before, ranges: null };
  const asked = { needs: neededBy(search), tests: testsOf(search) };
  if (asked.needs.length + asked.tests.length === 0) return [whole];
  const digests = await readDigests(search, before, asked, most);
  const stretches: Stretch[] = [];
  let to = before;
  for (const { from, to: end, ranges } of digests) {
    if (end < to) stretches.push({ from: end, to, ranges: null });
    stretches.push({ from, to: Math.min(end, to), ranges });
    to = from;
  }
  if (digests.length < most) stretches.push({ ...whole, to });
  return joined(stretches);
}

/** One walk instead of several where nothing is left out in between, and ranges together that can be read together. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (!last || (last.ranges === null) !== (stretch.ranges === null)) all.push({ ...stretch });
    else {
      last.from = stretch.from;
      last.ranges = last.ranges && [...last.ranges, ...(stretch.ranges ?? [])];
    }
  }
  return all;
}

/** Pieces that must all be in a block's names or payloads. */
type Pieces = { of: "names" | "bodies"; grams: number[] };

/** All must hold; each holds where any of its pieces are. */
type Need = Pieces[];

function neededBy({ filter: { q, error }, mayReadPayload }: Search): Need[] {
  const needs: Need[] = [];
  if (error) needs.push([{ of: "names", grams: gramsOf(error) }]);
  if (q) {
    const bodies = mayReadPayload ? writtenInJson(q) : [];
    const names = { of: "names", grams: gramsOf(q) } as const;
    needs.push([names, ...bodies.map((text) => ({ of: "bodies", grams: gramsOf(text) }) as const)]);
  }
  // Too short a text to tell blocks apart may stand in each.
  return needs.filter((need) => need.every(({ grams }) => grams.length > 0));
}

/** What an index answers is not asked of digests. */
function testsOf({ scope, filter }: Search): FacetTests {
  return isMixed(scope, filter) ? facetTests(scope, filter) : [];
}

type Asked = { needs: readonly Need[]; tests: FacetTests };

type DigestRow = {
  from: string;
  to: string;
  blocks: Buffer;
  firsts: number[];
  slices: (Buffer | null)[];
  facets: Buffer;
};

async function readDigests(
  search: Search,
  before: number,
  asked: Asked,
  most: number,
): Promise<Stretch[]> {
  const parameters = new Parameters();
  const { from } = rangeOf(search.filter, search.now);
  const slices = asked.needs.flat().map(({ of, grams }) => {
    const slice = `substring("${of}" FROM gram * ${bytesPerGram} + 1 FOR ${bytesPerGram})`;
    return `(SELECT string_agg(${slice}, ''::bytea) FROM unnest(${parameters.add(grams, "int[]")}) gram)`;
  });
  // Which ones first: where they have to be sorted, the bits of all would be read.
  const text = `SELECT ${micros("from")} AS "from", ${micros("to")} AS "to", "blocks", "firsts",
      ARRAY[${slices.join()}]::bytea[] AS slices, ${facetSlices(asked.tests)} AS facets
    FROM (SELECT * FROM "ActivityDigest" WHERE "projectId" = ${parameters.add(search.scope.projectId, "uuid")}
      AND "to" > ${parameters.add(from ?? "-infinity", "timestamptz")}
      AND "from" < ${parameters.add(momentOf(before), "timestamptz")}
    ORDER BY "from" DESC LIMIT ${most}) digest ORDER BY digest."from" DESC`;
  const rows = await askRecord<DigestRow>({ text, values: parameters.values });
  return rows.map((row) => toStretch(row, asked, before));
}

function micros(column: string): string {
  return `(extract(epoch FROM "${column}") * 1000000)::bigint::text`;
}

function toStretch(
  { from, to, blocks, firsts, slices, facets }: DigestRow,
  { needs, tests }: Asked,
  before: number,
): Stretch {
  const stretch = { from: Number(from), to: Math.min(Number(to), before) };
  let next = 0;
  const possible = needs.map((need) => {
    // Where there are no payloads, nothing is found in them.
    const found = need.map(() => slices[next++]).filter((slice) => slice != null);
    return either(found.map(inAll));
  });
  if (tests.length > 0) possible.push(blocksWith(tests, facets, firsts));
  const count = blocks.length / 8;
  const left = blocksIn(both(possible)).filter((block) => block < count);
  const ranges = left.length * sparse > count ? null : rangesOf(left, blocks, stretch);
  return { ...stretch, ranges };
}

/** The times of these blocks, newest first. */
function rangesOf(left: readonly number[], blocks: Buffer, { to }: Range): Range[] {
  const count = blocks.length / 8;
  const beginOf = (block: number) =>
    block < count ? Number(blocks.readBigInt64BE(block * 8)) : to;
  return left
    .map((block) => ({ from: beginOf(block), to: Math.min(to, beginOf(block + 1)) }))
    .filter((range) => range.from < range.to)
    .reverse();
}
