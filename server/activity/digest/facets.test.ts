import { expect, test } from "vitest";
import { blocksWith, type FacetRow, Facets, facetTests } from "@/server/activity/digest/facets";
import { blocksIn, perBlock } from "@/server/activity/digest/grams";
import type { CallFilter } from "@/server/activity/schema";

const projectId = "0a0a0a0a-0000-4000-8000-000000000000";
const id = (kind: string, number: number) =>
  `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;

const dull: FacetRow = {
  ...{ userId: id("a", 1), toolName: "search", clientName: "Claude", serverId: id("b", 1) },
  ...{ endpointId: id("e", 1), method: "tools/call", outcome: "ok", isRedacted: false },
  durationMs: 12,
};

/** Blocks that are left of 1,024 calls, eight blocks of them; the fields of some are given by their number. */
function left(
  filter: CallFilter,
  some: Record<number, Partial<FacetRow>>,
  endpoints: string[] | null = null,
): number[] {
  const facets = new Facets();
  for (let call = 0; call < 8 * perBlock; call++) facets.add({ ...dull, ...some[call] });
  const firsts = Array.from({ length: 8 }, (_, block) => block * perBlock);
  const tests = facetTests({ projectId, endpoints }, filter);
  return blocksIn(blocksWith(tests, columnsAsked(facets.bytes, tests), firsts));
}

/** What `facetSlices` asks the database for. */
function columnsAsked(bytes: Buffer, tests: ReturnType<typeof facetTests>): Buffer {
  const columns = "userId toolName clientName serverId endpointId method end ms".split(" ");
  const length = bytes.length / columns.length;
  const asked = columns.filter((name) => tests.some(({ column }) => column === name));
  const slices = asked.map((name) => columns.indexOf(name) * length);
  return Buffer.concat(slices.map((begin) => bytes.subarray(begin, begin + length)));
}

test("only a call that has all of it leaves its block", () => {
  const filter = { tool: "drop", client: "Cursor", only: ["errors" as const] };
  const some = {
    10: { toolName: "drop" },
    11: { clientName: "Cursor", outcome: "failed" },
    300: { toolName: "drop", clientName: "Cursor" },
    700: { toolName: "drop", clientName: "Cursor", outcome: "timed_out" },
  };
  expect(left(filter, some)).toEqual([5]);
});

test("ids are found however they are written", () => {
  const some = { 200: { userId: id("c", 7), method: "tools/list" } };
  expect(left({ personId: id("C", 7), method: "tools/list" }, some)).toEqual([1]);
});

test("what somebody may not see leaves nothing", () => {
  const some = { 5: { endpointId: id("d", 2) }, 900: { endpointId: id("d", 3) } };
  expect(left({}, some, [id("d", 2), id("d", 4)])).toEqual([0]);
  expect(left({}, some, [])).toEqual([]);
});

test("outcomes and what was redacted are told apart", () => {
  const some = {
    3: { outcome: "denied" },
    200: { outcome: "denied", isRedacted: true },
    // As a later release may write it.
    400: { outcome: "paused" },
  };
  expect(left({ outcome: ["denied", "failed"] }, some)).toEqual([0, 1]);
  expect(left({ outcome: ["denied"], only: ["redacted"] }, some)).toEqual([1]);
  expect(left({ only: ["errors"] }, some)).toEqual([0, 1, 3]);
  expect(left({ outcome: ["ok"] }, some)).toHaveLength(8);
});

test("a duration at either end of what is asked for is never left out", () => {
  const moments = [0, 1e-9, 0.1, 0.3, 1, 255.99, 256, 999.999, 1_000, 86_400_000, 1e9];
  for (const ms of moments) {
    const some = { 260: { durationMs: ms, toolName: "slow" } };
    expect(left({ tool: "slow", minMs: ms }, some)).toEqual([2]);
    expect(left({ tool: "slow", maxMs: ms + 1e-9 }, some)).toEqual([2]);
  }
  expect(
    left({ tool: "slow", minMs: 102 }, { 260: { durationMs: 100, toolName: "slow" } }),
  ).toEqual([]);
  expect(left({ tool: "slow", maxMs: 98 }, { 260: { durationMs: 100, toolName: "slow" } })).toEqual(
    [],
  );
});

test("no call of any kind is left out of what it fits", () => {
  const one = <T>(...all: T[]): T => all[Math.floor(Math.random() * all.length)] as T;
  for (let round = 0; round < 300; round++) {
    const row: FacetRow = {
      ...{ userId: one(null, id("a", round)), toolName: one(null, `größe_${round}`, "工具") },
      ...{ clientName: one(null, "Claude"), serverId: one(null, id("b", round)) },
      ...{ endpointId: id("e", round), method: "tools/call", outcome: one("ok", "failed") },
      ...{ isRedacted: one(true, false), durationMs: Math.random() * one(1, 1_000, 1e6) },
    };
    const filter: CallFilter = {
      ...{ personId: row.userId, tool: row.toolName, client: row.clientName },
      ...{ serverId: row.serverId, endpointId: row.endpointId, method: row.method },
      ...(row.outcome !== "ok" && { only: ["errors" as const] }),
      ...{ minMs: row.durationMs, maxMs: row.durationMs + 1e-6 },
    };
    expect(left(filter, { 600: row }, [row.endpointId]), JSON.stringify(row)).toEqual([4]);
  }
});
