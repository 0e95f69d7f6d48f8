// What a question to the record costs: each filter, alone and combined, in small records and in large ones, in one run.
// Sizes are arguments: `npm run bench:activity -- 100000 1000000 5000000`.
import process from "node:process";
import { Access, type Ctx } from "@/server/access/access";
import { builtinRules } from "@/server/access/builtin-roles";
import { Rights } from "@/server/access/rights";
import { listFacets } from "@/server/activity/facets";
import { histogramOf } from "@/server/activity/histogram";
import { listCalls } from "@/server/activity/queries";
import type { CallFilter } from "@/server/activity/schema";
import { closePools } from "@/server/infra/pg";
import {
  addCalls,
  addMonths,
  bytesPerCall,
  callsSince,
  empty,
  fill,
  numbered,
  project,
} from "./activity-fill";

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(100_000, 1_000_000);
const rounds = 12;
const now = new Date();
const ctx: Ctx = {
  ...{ userId: numbered("f", 1), userName: "Ana Lima", requestId: "bench", ip: "127.0.0.1" },
  ...{ now, projectId: project },
  access: new Access(project, new Rights([builtinRules("admin") ?? []].flat())),
};

const month = { within: "30d" } as const;
const filters: Record<string, CallFilter> = {
  "no filter": {},
  "30 days": month,
  "an endpoint": { endpointId: numbered("e", 3) },
  "a server": { serverId: numbered("5", 3) },
  "a common tool": { tool: "tool_0" },
  "a rare tool": { tool: "rare_tool" },
  "a tool that is not": { tool: "no_tool" },
  "a person": { personId: numbered("a", 120) },
  "a rare person": { personId: numbered("a", 999) },
  "a client": { client: "Client 6" },
  errors: { only: ["errors"] },
  "one outcome": { outcome: ["timed_out"] },
  "two outcomes": { outcome: ["denied", "cancelled"] },
  "over 1 s": { minMs: 1_000 },
  "over 10 s": { minMs: 10_000 },
  "under 2 ms": { maxMs: 2 },
  redacted: { only: ["redacted"] },
  "30 days, a tool, a person": { ...month, tool: "tool_40", personId: numbered("a", 120) },
  "an endpoint, errors": { endpointId: numbered("e", 3), only: ["errors"] },
  "a rare person, errors": { personId: numbered("a", 999), only: ["errors"] },
  "30 days, a tool, a client, over 1 s": {
    ...month,
    tool: "tool_7",
    client: "Client 2",
    minMs: 1_000,
  },
  "30 days, a server, redacted, timed out": {
    ...{ ...month, serverId: numbered("5", 3), only: ["redacted"], outcome: ["timed_out"] },
  },
  "text: in most calls": { q: "lorem" },
  "text: in one of 100,000": { q: "zanzibar" },
  "text in errors: one of 100,000": { error: "flamingo" },
  "30 days, a person, text": { ...month, personId: numbered("a", 120), q: "zanzibar" },
};

type Figures = { first: number[]; tenth: number[] | null };
type Taken = {
  size: number;
  lists: Map<string, Figures>;
  others: Map<string, number[]>;
  insert: number;
};

async function timed(ask: () => Promise<unknown>): Promise<number[]> {
  await ask();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

async function measureList(filter: CallFilter): Promise<Figures> {
  const ask = (cursor: string | null) => listCalls(ctx, { ...filter, cursor, limit: 50 });
  const first = await timed(() => ask(null));
  let cursor: string | null = null;
  for (let page = 1; page < 10; page++) {
    cursor = (await ask(cursor)).nextCursor;
    if (!cursor) return { first, tenth: null };
  }
  return { first, tenth: await timed(() => ask(cursor)) };
}

/** Calls a second, of batches as large as those that share a commit. */
async function insertRate(): Promise<number> {
  const times: number[] = [];
  // The first after a checkpoint write whole pages: as after any, whatever the size.
  for (let batch = 0; batch < 60; batch++) await addCalls(256, new Date(now.getTime() - 50), now);
  for (let batch = 0; batch < 120; batch++) {
    const begun = performance.now();
    await addCalls(256, new Date(now.getTime() - 50), now);
    times.push(performance.now() - begun);
  }
  // The median, for a neighbour's burst is not the record's price.
  return (
    (256 * 1_000) /
    at(
      times.sort((a, b) => a - b),
      0.5,
    )
  );
}

async function measure(size: number): Promise<Taken> {
  await fill(size, now);
  const { all, indexes } = await bytesPerCall(size);
  console.log(
    `${size} calls: ${all.toFixed(0)} bytes each, ${indexes.toFixed(0)} of them indexes of the calls`,
  );
  const { total, estimatedBy } = await histogramOf(ctx, month);
  const counted = await callsSince(new Date(now.getTime() - 30 * 86_400_000));
  const how = estimatedBy ? `one in ${estimatedBy.toFixed(1)} looked at` : "one by one";
  console.log(`calls of 30 days: the histogram says ${total} (${how}), there are ${counted}`);
  const lists = new Map<string, Figures>();
  for (const [name, filter] of Object.entries(filters)) lists.set(name, await measureList(filter));
  const others = new Map<string, number[]>();
  others.set("histogram, 30 days", await timed(() => histogramOf(ctx, month)));
  others.set("histogram, 24 hours", await timed(() => histogramOf(ctx, { within: "24h" })));
  for (const name of ["an endpoint", "a rare tool", "errors", "over 10 s"])
    others.set(
      `histogram, 30 days, ${name}`,
      await timed(() => histogramOf(ctx, { ...month, ...filters[name] })),
    );
  others.set("names to filter by", await timed(() => listFacets(ctx, month)));
  return { size, lists, others, insert: await insertRate() };
}

const at = (times: readonly number[], share: number) =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const pair = (times: readonly number[] | null | undefined) =>
  times ? `${at(times, 0.5).toFixed(1)} / ${at(times, 0.95).toFixed(1)}` : "–";
const ratio = (small?: readonly number[] | null, large?: readonly number[] | null) =>
  small && large ? (at(large, 0.95) / at(small, 0.95)).toFixed(2) : "–";

function print(cells: readonly string[]): void {
  const [head = "", ...rest] = cells;
  console.log(head.padEnd(40) + rest.map((cell) => cell.padStart(18)).join(""));
}

function report(taken: readonly Taken[]): void {
  const [small, large] = [taken[0], taken.at(-1)];
  const heads = taken.map(({ size }) => `${size}`);
  for (const page of ["first", "tenth"] as const) {
    console.log(`\n${page} page, ms, p50 / p95\n`);
    print(["", ...heads, "p95, last / first"]);
    for (const name of Object.keys(filters)) {
      const of = (one?: Taken) => one?.lists.get(name)?.[page];
      print([name, ...taken.map((one) => pair(of(one))), ratio(of(small), of(large))]);
    }
  }
  console.log("\nother questions, ms, p50 / p95\n");
  print(["", ...heads, "p95, last / first"]);
  for (const name of small?.others.keys() ?? []) {
    const of = (one?: Taken) => one?.others.get(name);
    print([name, ...taken.map((one) => pair(of(one))), ratio(of(small), of(large))]);
  }
}

await addMonths(now);
await insertRate();
await empty();
const unfilled = await insertRate();
const taken: Taken[] = [];
for (const size of sizes) taken.push(await measure(size));
report(taken);
console.log("\nbatches of 256 calls written, calls/s, and beside an empty record\n");
print(["empty", unfilled.toFixed(0)]);
for (const { size, insert } of taken)
  print([`${size}`, insert.toFixed(0), `${((100 * insert) / unfilled).toFixed(0)} %`]);
await closePools();
