// What a question to the record costs: each filter, alone and combined, in small records and in large ones, in one run.
// Sizes are arguments: `npm run bench:activity -- 100000 1000000 5000000`. `BENCH_DATA=dir` keeps the database,
// `BENCH_ONLY=pages,texts,whole,others,export,insert` asks for parts.
import process from "node:process";
import { Access, type Ctx } from "@/server/access/access";
import { builtinRules } from "@/server/access/builtin-roles";
import { Rights } from "@/server/access/rights";
import { histogramOf } from "@/server/activity/histogram";
import { listCalls } from "@/server/activity/queries";
import type { CallFilter } from "@/server/activity/schema";
import { AppError } from "@/server/core/errors";
import { closePools, pool } from "@/server/infra/pg";
import { printDigesting } from "./activity-digest";
import { printExport } from "./activity-export";
import { bytesPerCall, callsSince, fill, numbered, projectOf } from "./activity-fill";
import { printInsertRates } from "./activity-insert";
import { filters, others, type Page, tenthPage, texts, whole } from "./activity-questions";
import { printMissed, printTable, type Times } from "./activity-report";

const [asked, only] = [process.argv.slice(2).map(Number).filter(Boolean), process.env.BENCH_ONLY];
const sizes = asked.length > 0 ? asked : [100_000, 1_000_000, 5_000_000];
const rounds = Number(process.env.BENCH_ROUNDS ?? 40);

function ctxOf(size: number, now: Date): Ctx {
  const projectId = projectOf(size);
  return {
    ...{ userId: numbered("f", 1), userName: "Ana Lima", requestId: "bench", ip: "127.0.0.1" },
    ...{ now, projectId },
    access: new Access(projectId, new Rights([builtinRules("admin") ?? []].flat())),
  };
}

/** Sizes take turns, so that what the machine does besides falls on all of them. */
async function takeTurns(
  asks: ReadonlyMap<number, () => Promise<unknown>>,
  turns: number,
): Promise<Times> {
  const times: Times = new Map([...asks.keys()].map((size) => [size, []]));
  for (let round = -2; round < turns; round++)
    for (const [size, ask] of asks) {
      const begun = performance.now();
      // One that is stopped for being too slow shows by its time.
      await ask().catch(unlessStopped);
      // The first two find the pages of the database and of the disk where they lie.
      if (round >= 0) times.get(size)?.push(performance.now() - begun);
    }
  return times;
}

function unlessStopped(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
}

async function measurePages(
  ctxs: readonly [number, Ctx][],
  all: Record<string, CallFilter>,
  page: Page,
) {
  const rows = new Map<string, Times>();
  for (const [name, filter] of Object.entries(all)) {
    const asks = new Map<number, () => Promise<unknown>>();
    for (const [size, ctx] of ctxs) {
      const cursor = page === "tenth" ? await tenthPage(ctx, filter) : null;
      if (page === "first" || cursor)
        asks.set(size, () => listCalls(ctx, { ...filter, cursor, limit: 50 }));
    }
    rows.set(name, await takeTurns(asks, rounds));
  }
  return rows;
}

async function measureOthers(ctxs: readonly [number, Ctx][]) {
  const rows = new Map<string, Times>();
  const newest = new Map<number, string>();
  for (const [size, ctx] of ctxs)
    newest.set(size, (await listCalls(ctx, { limit: 1 })).items[0]?.id ?? "");
  for (const [name, ask] of Object.entries(others)) {
    const asks = ctxs.map(([size, ctx]) => [size, () => ask(ctx, newest.get(size) ?? "")] as const);
    rows.set(name, await takeTurns(new Map(asks), rounds));
  }
  return rows;
}

async function describe(size: number, ctx: Ctx): Promise<void> {
  const { all, logs, indexes, payloads } = await bytesPerCall(size);
  console.log(
    `${size} calls: ${all.toFixed(0)} bytes each: row ${logs.toFixed(0)}, its indexes ${indexes.toFixed(0)}, payloads ${payloads.toFixed(0)}`,
  );
  const { total, estimatedBy } = await histogramOf(ctx, { within: "30d" });
  const counted = await callsSince(ctx.projectId, new Date(ctx.now.getTime() - 30 * 86_400_000));
  const how = estimatedBy ? `one in ${estimatedBy.toFixed(1)} looked at` : "one by one";
  console.log(`calls of 30 days: the histogram says ${total} (${how}), there are ${counted}`);
}

/** When the calls of an earlier run end; a database that was kept grows no older. */
async function latest(): Promise<Date> {
  const { rows } = await pool().query<{ at: Date }>(
    `SELECT "startedAt" AS at FROM "ActivityLog"
     WHERE "projectId" = $1 AND "writer" = $2 ORDER BY "seq" DESC LIMIT 1`,
    [projectOf(sizes.at(-1) ?? 0), numbered("b", 0)],
  );
  return new Date((rows[0]?.at ?? new Date()).getTime() + 1_000);
}

async function printPages(ctxs: readonly [number, Ctx][]): Promise<void> {
  for (const page of ["first", "tenth"] as const)
    printTable(`${page} page`, sizes, await measurePages(ctxs, filters, page), 100);
}

async function printTexts(ctxs: readonly [number, Ctx][]): Promise<void> {
  for (const page of ["first", "tenth"] as const) {
    const title = `${page} page of a search for text`;
    printTable(title, sizes, await measurePages(ctxs, texts, page), 300);
  }
}

/** From the first page until nothing is left to look through: what somebody waits for who wants to be sure. */
async function printWholeSearches(ctxs: readonly [number, Ctx][]): Promise<void> {
  console.log("\nwhole searches, page after page: seconds, pages, calls found\n");
  for (const [name, filter] of Object.entries(whole)) {
    const cells: string[] = [];
    for (const [size, ctx] of ctxs) cells.push(`${size}: ${await wholeSearch(ctx, filter)}`);
    console.log(name.padEnd(42) + cells.join("; "));
  }
}

async function wholeSearch(ctx: Ctx, filter: CallFilter): Promise<string> {
  const begun = performance.now();
  let [found, pages] = [0, 0];
  let cursor: string | null = null;
  do {
    const page = await listCalls(ctx, { ...filter, cursor, limit: 50 });
    found += page.items.length;
    pages++;
    cursor = page.nextCursor;
  } while (cursor);
  return `${((performance.now() - begun) / 1_000).toFixed(1)} s, ${pages}, ${found}`;
}

const now = await latest();
for (const size of sizes) await fill(size, now);
const ctxs = sizes.map((size): [number, Ctx] => [size, ctxOf(size, now)]);
const wants = (part: string) => !only || only.split(",").includes(part);
if (wants("pages") || wants("texts") || wants("whole")) await printDigesting(now);
if (!only) for (const [size, ctx] of ctxs) await describe(size, ctx);
if (wants("pages")) await printPages(ctxs);
if (wants("texts")) await printTexts(ctxs);
if (wants("whole")) await printWholeSearches(ctxs);
if (wants("others")) printTable("other questions", sizes, await measureOthers(ctxs), 300);
if (wants("export")) await printExport(sizes.at(-1) ?? 0);
if (wants("insert")) await printInsertRates(sizes);
printMissed();
await closePools();
