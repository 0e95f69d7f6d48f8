// Retention is never in the path of a call: who writes, reads or makes projects goes on while months are taken out.
import { beforeEach, expect, test, vi } from "vitest";
import { reconcile } from "@/server/activity/reconcile";
import { askRecord } from "@/server/activity/search-query";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { makeProject } from "@/server/testing/factories";
import { ProofScene } from "@/server/testing/proof-scene";
import {
  addCalls,
  connect,
  countRows,
  projectWithCalls,
  setPeriod,
  stateOf,
} from "@/server/testing/retention-scene";
import { dropExpired } from "./drop";
import { checkpoints } from "./proof";

// Five loops at once, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const now = new Date("2026-11-15T00:00:00Z");
const months = ["2026-06", "2026-07", "2026-08"];

beforeEach(() => db().activityPolicy.deleteMany());

/** Does it over and over until told to stop; how often. */
function over(act: () => Promise<unknown>) {
  let stopped = false;
  const run = async () => {
    let times = 0;
    for (; !stopped; times++) await act();
    return times;
  };
  const running = run();
  return () => {
    stopped = true;
    return running;
  };
}

/** What the gateway would write, in a project that has calls in these months. */
async function openScene(of: readonly string[], calls = 3): Promise<ProofScene> {
  const scene = await ProofScene.open();
  for (const month of of) await addCalls(scene.projectId, `${month}-15T12:00:00Z`, calls);
  await setPeriod(scene.projectId, 30);
  return scene;
}

test("calls are recorded, read and counted while months go, without an error or a stall", async () => {
  const scene = await openScene(months, 500);
  const project = scene.projectId;
  const read = `SELECT count(*) FROM "ActivityLog" WHERE "projectId" = $1 AND "startedAt" > '2026-01-01'`;
  const everybody = [
    over(() => scene.deny()),
    over(() => askRecord({ text: read, values: [project] })),
    // Prepared once: its plan knows every month from before.
    over(() => pool().query({ name: "test.all", text: read, values: [project] })),
    over(() => pool().query(`SELECT id FROM "ActivityLog" ORDER BY "startedAt" DESC LIMIT 5`)),
    over(() => makeProject()),
  ];
  const report = await dropExpired(now);
  const told = await Promise.all(everybody.map((stop) => stop()));
  expect(report).toMatchObject({ state: "done", failed: 0 });
  expect(report.dropped).toHaveLength(9);
  // Whoever waits for three seconds where calls are recorded, or for a lock for five, fails.
  for (const times of told) expect(times).toBeGreaterThan(10);
  expect(await countRows(project)).toBe(told[0]);
});

test("a reader who takes long holds up the round, and nobody else", async () => {
  const scene = await openScene(["2026-08"]);
  const project = scene.projectId;
  const reader = await connect();
  await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await reader.query(`SELECT 1 FROM "ActivityStart" WHERE "projectId" = $1`, [project]);
  const round = dropExpired(now);
  await expect.poll(() => stateOf("starts", "2026-08", project)).toBe("leaving");
  // While the round waits for the reader, all of this is answered.
  await scene.deny();
  expect(await countRows(project, "calls")).toBe(4);
  // It is gone for those who come now, and stays for who was there before.
  expect(await countRows(project, "starts")).toBe(0);
  const { rowCount } = await reader.query(`SELECT 1 FROM "ActivityStart" WHERE "projectId" = $1`, [
    project,
  ]);
  await reader.query("COMMIT");
  await reader.end();
  expect((await round).dropped).toHaveLength(3);
  expect(rowCount).toBe(3);
});

test("a reader who takes too long is not waited for: the month goes next time", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  const reader = await connect();
  await reader.query("BEGIN");
  await reader.query(`SELECT 1 FROM "ActivityStart" WHERE "projectId" = $1`, [project]);
  expect(await dropExpired(now)).toMatchObject({ dropped: [], failed: 1 });
  expect(await countRows(project, "calls")).toBe(3);
  await reader.query("COMMIT");
  await reader.end();
  expect((await dropExpired(now)).dropped).toHaveLength(3);
});

test("a round that stops half-way leaves nothing that counts as a call without an outcome", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  await dropExpired(now, {
    ...checkpoints,
    dropping: async ({ kind }) => {
      if (kind === "calls") throw new Error("stopped");
    },
  });
  expect([await countRows(project, "starts"), await countRows(project, "calls")]).toEqual([0, 3]);
  // From long before these calls on.
  await expect(reconcile(1_000 * 86_400_000)).resolves.toBe(0);
});

test("months of the past from which everybody has gone leave no empty table behind", async () => {
  await projectWithCalls(["2025-02"]);
  const project = await projectWithCalls(["2025-01", "2025-02"]);
  await addCalls(project, "2025-03-01T00:00:00Z");
  await setPeriod(project, 30);
  const { dropped } = await dropExpired(new Date("2025-06-01T00:00:00Z"));
  expect(dropped).toHaveLength(9);
  const { rows } = await pool().query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relname ~ '^ActivityLog_20250[123]$' ORDER BY 1`,
  );
  // In February another project has calls.
  expect(rows.map(({ name }) => name)).toEqual(["ActivityLog_202502"]);
});

test("this month and those made ahead stay, though nothing is in them", async () => {
  const project = await projectWithCalls([]);
  await setPeriod(project, 7);
  await db().project.deleteMany();
  await dropExpired(new Date());
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = '"ActivityLog"'::regclass`,
  );
  expect(rows[0]?.n).toBeGreaterThanOrEqual(3);
  await expect(makeProject()).resolves.toBeDefined();
});
