import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { digestNext } from "@/server/activity/digest/build";
import { stretchesOf } from "@/server/activity/digest/find";
import { histogramOf } from "@/server/activity/histogram";
import { beyondAll, listCalls } from "@/server/activity/queries";
import type { CallFilter } from "@/server/activity/schema";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { makeMember, makeProject } from "@/server/testing/factories";
import { addCalls } from "@/server/testing/many-calls";
import { asOwner } from "@/server/testing/owner";

const dayMs = 86_400_000;
const now = new Date();
// The middle of the month before the last: over, and with no daylight saving to think of.
const then = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 15));
let ana: Ctx;

const said = `CASE WHEN n % 1900 = 7 THEN 'a flight to Zanzibar' ELSE md5(n::text) END`;
const count = 5_000;

// What only reads shares one; the first of these digests it.
beforeAll(makeCalls);

async function makeCalls(): Promise<void> {
  ana = await makeMember((await makeProject()).id);
  await pool().query("SELECT activity_ensure_leaves($1, $2, now()::date)", [ana.projectId, then]);
  await addCalls(ana.projectId, newId(), count, {
    at: `timestamptz '${then.toISOString()}' + (n / 3) * interval '1 second'`,
    error: `CASE WHEN n = 4321 THEN 'The quota of flamingos is used up.' END`,
    outcome: `CASE WHEN n = 4321 THEN 'tool_error' ELSE 'ok' END`,
    tool: `CASE WHEN n % 500 = 3 THEN 'drop_table' ELSE 'search' END`,
    client: `CASE WHEN n % 700 = 3 THEN 'Cursor' ELSE 'Claude' END`,
    ms: `CASE WHEN n = 2500 THEN 0.01 ELSE 12 END`,
    said,
  });
}

/** How many there are of the project, when there is none left to make. */
async function digestAll(): Promise<number> {
  while (await digestNext(now));
  return db().activityDigest.count({ where: { projectId: ana.projectId } });
}

async function found(filter: CallFilter): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listCalls(ana, { ...filter, cursor, limit: 2 });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

const rangesOf = async (filter: CallFilter, mayReadPayload = true) => {
  const scope = { projectId: ana.projectId, endpoints: null };
  const stretches = await stretchesOf({ scope, filter, now, mayReadPayload }, beyondAll, 9);
  return stretches.flatMap(({ ranges }) => ranges ?? []);
};

test("digests leave few blocks to what is rare, and the search finds the same with them as without", async () => {
  const rare = { tool: "drop_table", client: "Cursor" };
  const asked: [filter: CallFilter, found: number, blocks: number][] = [
    [{ q: "ZANZIBAR" }, 3, 3],
    [{ error: "flamingo" }, 1, 1],
    [{ q: "flamingos" }, 1, 1],
    [{ q: "no such text" }, 0, 0],
    [rare, 2, 2],
    [{ maxMs: 1 }, 1, 1],
    [{ outcome: ["tool_error", "failed"] }, 1, 1],
    [{ method: "tools/list" }, 0, 0],
    [{ ...rare, q: "flamingos" }, 0, 0],
  ];
  const before = await Promise.all(asked.map(([filter]) => found(filter)));
  expect(before.map(({ length }) => length)).toEqual(asked.map(([, count]) => count));
  expect(await digestAll()).toBe(1);
  expect(await Promise.all(asked.map(([filter]) => found(filter)))).toEqual(before);
  const left = await Promise.all(asked.map(([filter]) => rangesOf(filter)));
  expect(left.map(({ length }) => length)).toEqual(asked.map(([, , blocks]) => blocks));
});

test("a chart counts what is rare in combination one by one", async () => {
  await digestAll();
  const range = { from: then.toISOString(), to: new Date(then.getTime() + dayMs).toISOString() };
  const chart = await histogramOf(ana, { ...range, tool: "drop_table", client: "Cursor" });
  expect(chart).toMatchObject({ total: 2, estimatedBy: null });
});

test("a chart counts a rare text one by one", async () => {
  await digestAll();
  const range = { from: then.toISOString(), to: new Date(then.getTime() + dayMs).toISOString() };
  const chart = await histogramOf(ana, { ...range, q: "zanzibar" });
  expect(chart).toMatchObject({ total: 3, estimatedBy: null });
});

test("what is left out tells nothing of payloads to who may not read them", async () => {
  await digestAll();
  // As many as of a text that is nowhere.
  expect(await rangesOf({ q: "zanzibar" }, false)).toEqual(
    await rangesOf({ q: "no such text" }, false),
  );
  expect((await rangesOf({ q: "flamingos" }, false)).length).toBe(1);
});

test("goes when its calls go, and forgets payloads when these go", async () => {
  await makeCalls();
  await digestAll();
  const leaf = `_${then.toISOString().slice(0, 7).replace("-", "")}_${ana.projectId.replaceAll("-", "")}`;
  const digests = () =>
    db().activityDigest.findMany({ where: { projectId: ana.projectId }, select: { bodies: true } });
  await asOwner(`DROP TABLE "ActivityPayload${leaf}"`);
  await digestNext(now);
  expect(await digests()).toEqual([{ bodies: null }]);
  expect(await rangesOf({ q: "zanzibar" })).toEqual([]);
  await asOwner(`DROP TABLE "ActivityLog${leaf}"`);
  await digestNext(now);
  expect(await digests()).toEqual([]);
});

test("waits for a call that has no outcome yet", async () => {
  await makeCalls();
  const late = [ana.projectId, new Date(then.getTime() + 1_000)];
  await asOwner(
    `DELETE FROM "ActivityLog" WHERE "projectId" = $1 AND "startedAt" = $2 AND "seq" = 3`,
    late,
  );
  expect(await digestAll()).toBe(0);
  await asOwner(
    `DELETE FROM "ActivityStart" WHERE "projectId" = $1 AND "startedAt" = $2 AND "seq" = 3`,
    late,
  );
  expect(await digestAll()).toBe(1);
});

test("calls too new to be surely over are left for later", async () => {
  await makeCalls();
  await addCalls(ana.projectId, newId(), 20_000, { at: "now() - n * interval '10 milliseconds'" });
  await digestAll();
  const kept = await db().activityDigest.findMany({
    where: { projectId: ana.projectId },
    select: { to: true },
  });
  expect(kept.every(({ to }) => to.getTime() < now.getTime() - 15 * 60_000)).toBe(true);
  expect(kept).toHaveLength(1);
});
