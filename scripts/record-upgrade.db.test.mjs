// T103: a record from before it was divided by project is there afterwards, row by row.
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDatabase } from "../server/testing/database.ts";
import { MIGRATIONS, migrate } from "./migrate.mjs";
import { query } from "./postgres/connect.mjs";

const first = "20261128100000_record_by_project";
const [ours, gone] = [
  "00000000-0000-7000-8000-00000000000a",
  "00000000-0000-7000-8000-00000000000b",
];
let database;
let room;

beforeAll(async () => {
  database = await emptyDatabase();
  room = await mkdtemp(join(tmpdir(), "gatehouse-upgrade-"));
  for (const name of await readdir(MIGRATIONS))
    if (name < first) await cp(join(MIGRATIONS, name), join(room, name), { recursive: true });
});
afterAll(async () => {
  await rm(room, { recursive: true });
  await database.drop();
});

const ask = (text, values) => query(database.maintenanceUrl, text, values);

/** Calls of this month and the one before, of a project and of one that was deleted; every third has not ended. */
async function addCalls() {
  await ask(`INSERT INTO "Project" (id, slug, name) VALUES ($1, 'ours', 'Ours')`, [ours]);
  const shared = `gen_random_uuid() AS id, now() - n * interval '1 day' AS at,
    (CASE WHEN n % 2 = 0 THEN '${ours}' ELSE '${gone}' END)::uuid AS project`;
  await ask(`CREATE TABLE calls AS SELECT n, ${shared} FROM generate_series(0, 29) n`);
  const columns = `"id", "startedAt", "projectId", "endpointId", "endpointName", method, era, "requestBytes", "requestId", writer, seq`;
  const values = `id, at, project, project, 'Tools', 'tools/call', 'E25', n, 'r' || n, project, n`;
  await ask(`INSERT INTO "ActivityStart" (${columns}) SELECT ${values} FROM calls`);
  await ask(`INSERT INTO "ActivityLog" (${columns}, decision, outcome, "durationMs", "responseBytes", "finishedAt", redactions)
    SELECT ${values}, 'allowed', 'ok', n / 3.0, n, at, '[{"path":"a"}]' FROM calls WHERE n % 3 > 0`);
  await ask(`INSERT INTO "ActivityPayload" ("callId", "startedAt", side, body, bytes)
    SELECT id, at, 'request', 'said ' || n, n FROM calls`);
}

const columnsOf = {
  ActivityStart: `to_jsonb(t) - 'payloadHash' - 'mac'`,
  ActivityLog: `to_jsonb(t) - 'payloadHash' - 'mac' - 'attempts'`,
  ActivityPayload: `to_jsonb(t) - 'projectId'`,
};

const contents = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(columnsOf).map(async ([table, row]) => [
        table,
        (await ask(`SELECT (${row})::text AS row FROM "${table}" t ORDER BY 1`)).map(
          (one) => one.row,
        ),
      ]),
    ),
  );

test("no row is lost or changed, and each stands in the month of its project", async () => {
  await migrate(database.maintenanceUrl, { directory: room });
  await addCalls();
  const before = await contents();
  await migrate(database.maintenanceUrl);
  expect(await contents()).toEqual(before);
  expect(before.ActivityPayload).toHaveLength(30);

  const wrong = await ask(
    `SELECT count(*)::int AS count FROM "ActivityPayload" p JOIN calls c ON c.id = p."callId" WHERE p."projectId" <> c.project`,
  );
  expect(wrong[0].count).toBe(0);
  const leaves = await ask(
    `SELECT DISTINCT tableoid::regclass::text = format('"ActivityLog_%s_%s"', to_char("startedAt" AT TIME ZONE 'UTC', 'YYYYMM'),
       replace("projectId"::text, '-', '')) AS "isRight" FROM "ActivityLog"`,
  );
  expect(leaves).toEqual([{ isRight: true }]);
  expect(await ask(`SELECT 1 FROM pg_class WHERE relname LIKE 'old_%'`)).toEqual([]);
});
