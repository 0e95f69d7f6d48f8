import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { digestNext } from "@/server/activity/digest/build";
import { histogramOf } from "@/server/activity/histogram";
import { lookThrough } from "@/server/activity/look-through/look-through";
import { beyondAll, listCalls } from "@/server/activity/queries";
import type { Found, Position } from "@/server/activity/rows";
import type { CallFilter } from "@/server/activity/schema";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { makeMember, makeProject } from "@/server/testing/factories";
import { addCalls } from "@/server/testing/many-calls";

const count = 15_000;
const now = new Date();
let ana: Ctx;
let ids: string[];

type Row = {
  id: string;
  at: Date;
  toolName: string;
  method: string;
  clientName: string;
  userId: string;
  outcome: string;
  durationMs: number;
  errorMessage: string | null;
  redactions: unknown[];
  said: string;
};
let rows: Row[];

// Some fall on the same microsecond, and they lie in four months.
beforeAll(async () => {
  ana = await makeMember((await makeProject()).id);
  await pool().query(
    "SELECT activity_ensure_leaves($1, (now() - interval '95 days')::date, now()::date)",
    [ana.projectId],
  );
  await addCalls(ana.projectId, newId(), count, {
    at: "now() - interval '1 hour' - floor(random() * 30000) * interval '4.5 minutes'",
    tool: "'tool_' || floor(20 * random() * random())",
    method: "CASE WHEN random() < 0.99 THEN 'tools/call' ELSE 'tools/list' END",
    client: "'Client ' || floor(5 * random())",
    person: "floor(9 * random() * random())",
    outcome:
      "CASE WHEN random() < 0.8 THEN 'ok' WHEN random() < 0.7 THEN 'tool_error' ELSE 'timed_out' END",
    ms: "2000 * random() * random()",
    error: "CASE WHEN random() < 0.1 THEN 'Quota ' || n || ' is used' END",
    redactions: `CASE WHEN random() < 0.2 THEN '[{"count":1}]' ELSE '[]' END`,
    said: "(ARRAY['a flight to Zanzibar', 'the Flamingo', 'lorem ipsum'])[1 + floor(3 * power(random(), 9))::int]",
  });
  const answer = await pool().query<Row>(
    `SELECT l."id", l."startedAt" AS at, l."toolName", l."method", l."clientName", l."userId", l."outcome", l."durationMs", l."errorMessage",
       l."redactions", string_agg(p."body", ' ') AS said
     FROM "ActivityLog" l JOIN "ActivityPayload" p ON p."projectId" = l."projectId" AND p."startedAt" = l."startedAt" AND p."callId" = l."id"
     WHERE l."projectId" = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY l."startedAt" DESC, l."id" DESC`,
    [ana.projectId],
  );
  rows = answer.rows;
  ids = rows.map(({ id }) => id);
  // The months that are over.
  while (await digestNext(now));
}, 60_000);

const chance = (share: number) => Math.random() < share;
const one = <T>(...all: T[]): T => all[Math.floor(Math.random() * all.length)] as T;

function randomFilter(): CallFilter {
  const day = () => new Date(now.getTime() - Math.random() * 94 * 86_400_000).toISOString();
  return {
    ...(chance(0.3) && { from: day() }),
    ...(chance(0.3) && { to: day() }),
    ...(chance(0.3) && { tool: one("tool_0", "tool_5", "tool_19", "no_tool") }),
    ...(chance(0.3) && { personId: `aaaaaaaa-0000-4000-8000-00000000000${one(0, 3, 8)}` }),
    ...(chance(0.1) && { method: one("tools/call", "tools/list", "prompts/get") }),
    ...(chance(0.2) && { client: one("Client 0", "Client 4", "Client 9") }),
    ...(chance(0.3) && {
      outcome: one(
        ["ok" as const],
        ["timed_out" as const],
        ["tool_error" as const, "timed_out" as const],
        ["revoked" as const],
      ),
    }),
    ...(chance(0.2) && { only: [one("errors" as const, "redacted" as const)] }),
    ...(chance(0.2) && { minMs: one(0, 100, 1_500) }),
    ...(chance(0.2) && { maxMs: one(0, 0.1, 1, 900) }),
    ...(chance(0.4) && {
      q: one("zanzibar", "FLAMINGO", "lorem", "tool_19", "Quota", "nowhere at all", "a f"),
    }),
    ...(chance(0.1) && { error: one("quota", "nothing") }),
  };
}

function matches(row: Row, filter: CallFilter): boolean {
  const has = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
  const { from, to, tool, method, client, personId, outcome, only, minMs, maxMs, q, error } =
    filter;
  const names = `${row.toolName}\n${row.errorMessage ?? ""}\n${row.said}`;
  return [
    !from || row.at >= new Date(from),
    !to || row.at < new Date(to),
    !tool || row.toolName === tool,
    !method || row.method === method,
    !client || row.clientName === client,
    !personId || row.userId === personId,
    !outcome || outcome.some((word) => word === row.outcome),
    !(only?.includes("errors") || error) || row.outcome !== "ok",
    !only?.includes("redacted") || row.redactions.length > 0,
    minMs == null || row.durationMs >= minMs,
    maxMs == null || row.durationMs < maxMs,
    !q || has(names, q),
    !error || has(row.errorMessage ?? "", error),
  ].every(Boolean);
}

async function found(filter: CallFilter): Promise<string[]> {
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listCalls(ana, { ...filter, cursor, limit: 100 });
    all.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor && all.length < 1_000);
  return all;
}

test("any filter finds what a plain look at every call finds, in its order, each once", async () => {
  expect(ids).toHaveLength(count);
  expect(await db().activityDigest.count()).toBeGreaterThan(0);
  for (let round = 0; round < 60; round++) {
    const filter = randomFilter();
    const expected = rows.filter((row) => matches(row, filter)).map(({ id }) => id);
    const got = await found(filter);
    expect(got, JSON.stringify(filter)).toEqual(expected.slice(0, got.length));
    expect(got.length, JSON.stringify(filter)).toBe(
      expected.length < 1_000 ? expected.length : got.length,
    );
  }
}, 90_000);

// Each page does as little as it can, so that every way a page can end is met.
const hurried = { ms: 0, mostMs: 1, calls: 300, digests: 1, blocks: 1 };

test("however little time a page has, the next goes on where it stopped", async () => {
  const scope = { projectId: ana.projectId, endpoints: null };
  for (let round = 0; round < 15; round++) {
    const filter = { ...randomFilter(), ...one({ q: "zanzibar" }, { maxMs: 900 }) };
    const search = { scope, filter, now, mayReadPayload: true };
    const expected = rows.filter((row) => matches(row, filter)).map(({ id }) => id);
    const got: string[] = [];
    let after: Position | null = beyondAll;
    while (after) {
      const page: Found = await lookThrough(search, after, 100, hurried);
      expect(page.stoppedAt, JSON.stringify(filter)).not.toEqual(after);
      got.push(...page.rows.map(({ id }) => id));
      const last = page.rows.length === 100 ? page.rows.at(-1) : null;
      after = page.stoppedAt ?? (last ? [last.at, last.id] : null);
    }
    expect(got, JSON.stringify(filter)).toEqual(expected);
  }
}, 90_000);

test("a chart that was counted counts the same", async () => {
  for (let round = 0; round < 20; round++) {
    const filter = {
      ...randomFilter(),
      from: new Date(now.getTime() - 90 * 86_400_000).toISOString(),
      to: null,
    };
    const { total, estimatedBy } = await histogramOf(ana, filter);
    const upToNow = { ...filter, to: now.toISOString() };
    const expected = rows.filter((row) => matches(row, upToNow)).length;
    if (estimatedBy === null) expect(total, JSON.stringify(filter)).toBe(expected);
  }
}, 60_000);
