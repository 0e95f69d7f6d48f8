import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/server/testing/database";
import { checkDatabase } from "./database.mjs";
import { migrate } from "./migrate.mjs";

let directory = "";
let database;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatehouse-migrations-"));
  database = await testDatabase();
  await ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

async function ask(text) {
  const client = new pg.Client({ connectionString: database.maintenanceUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function author(name, sql) {
  await mkdir(join(directory, name));
  await writeFile(join(directory, name, "migration.sql"), sql);
}

test("migrations are applied once, in order, with the rows Prisma would write", async () => {
  await author("2_second", "ALTER TABLE t ADD COLUMN b int;");
  await author("1_first", "CREATE TABLE t (a int);");
  expect(await migrate(database.maintenanceUrl, { directory })).toEqual(["1_first", "2_second"]);
  expect(await migrate(database.maintenanceUrl, { directory })).toEqual([]);
  const rows = await ask(
    "SELECT migration_name, length(checksum) AS checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps FROM _prisma_migrations ORDER BY 1",
  );
  expect(rows).toEqual([
    { migration_name: "1_first", checksum: 64, finished: true, steps: 1 },
    { migration_name: "2_second", checksum: 64, finished: true, steps: 1 },
  ]);
});

test("a migration that fails leaves nothing of itself", async () => {
  await author("1_first", "CREATE TABLE t (a int);");
  await author("2_second", "CREATE TABLE u (a int); SELECT no_such_function();");
  await expect(migrate(database.maintenanceUrl, { directory })).rejects.toThrow("no_such_function");
  expect(await ask("SELECT to_regclass('u') AS u")).toEqual([{ u: null }]);
  expect(await ask("SELECT migration_name FROM _prisma_migrations")).toEqual([
    { migration_name: "1_first" },
  ]);
});

test("several replicas may migrate at once", async () => {
  await author("1_first", "CREATE TABLE t (a int);");
  await author("2_second", "CREATE TABLE u (a int);");
  const each = await Promise.all(
    [1, 2, 3].map(() => migrate(database.maintenanceUrl, { directory })),
  );
  expect(each.flat().sort()).toEqual(["1_first", "2_second"]);
});

test("a read-only database is refused with a sentence", async () => {
  await checkDatabase(database.maintenanceUrl);
  const name = new URL(database.maintenanceUrl).pathname.slice(1);
  await ask(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await expect(checkDatabase(database.maintenanceUrl)).rejects.toThrow("is read-only");
});

test("a database that does not exist is refused with a sentence", async () => {
  const url = Object.assign(new URL(database.maintenanceUrl), { pathname: "absent" }).href;
  await expect(checkDatabase(url)).rejects.toThrow("There is no such database");
});
