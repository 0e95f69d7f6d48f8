// Applies prisma/migrations in Prisma's own format, so that `prisma migrate deploy` stays possible. Run directly, it
// migrates DATABASE_URL, as the role of MAINTENANCE_DATABASE_URL where that is set.
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Failure, runCommand, say } from "./console.mjs";
import { checkDatabase } from "./database.mjs";
import { areSeparate, grantApplication } from "./privileges.mjs";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const MIGRATIONS = join(ROOT, "prisma/migrations");

/** The lock Prisma's own engine takes, so that both may run against one database. */
const LOCK = 72_707_369;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */
/** @typedef {{ migration_name: string, checksum: string, finished_at: Date | null }} Applied */

/** @param {string} [directory] @returns {Promise<Migration[]>} in the order they are applied */
export async function readMigrations(directory = MIGRATIONS) {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * @param {Migration[]} migrations
 * @param {Applied[]} applied
 * @returns {Migration[]} what is still to be applied
 * @throws {Failure} when the database's history is not a beginning of ours
 */
export function pendingMigrations(migrations, applied) {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    const migration = known.get(name);
    if (!row.finished_at) {
      throw new Failure(
        `Migration ${name} failed half-way earlier: resolve it with prisma migrate.`,
      );
    }
    if (!migration) {
      throw new Failure(
        `The database was migrated by another version of Gatehouse (${name} is unknown here): start that version or a newer one.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new Failure(
        `Migration ${name} was changed after it had been applied: restore the file, or use a new database.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((migration) => !done.has(migration.name));
}

async function readApplied(client) {
  const { rows } = await client.query(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  return rows;
}

/** Each migration is one transaction: it is there with its row, or not at all. */
async function applyNext(client, migrations) {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL lock_timeout = '60s'");
    // Of the transaction, not of the session: a pooler between us may change the session.
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(TABLE);
    const [migration] = pendingMigrations(migrations, await readApplied(client));
    if (migration) {
      const startedAt = new Date();
      await client.query(migration.sql);
      await client.query(
        "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES ($1, $2, clock_timestamp(), $3, $4, 1)",
        [randomUUID(), migration.checksum, migration.name, startedAt],
      );
    }
    await client.query("COMMIT");
    return migration;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/**
 * Brings a database to the newest migration; safe to run at the same time from several places.
 * @param {string} url
 * @param {{ directory?: string }} [options]
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export async function migrate(url, { directory } = {}) {
  const migrations = await readMigrations(directory);
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS present");
    if (rows[0].present && !pendingMigrations(migrations, await readApplied(client)).length) {
      return [];
    }
    const names = [];
    for (let at = await applyNext(client, migrations); at; ) {
      names.push(at.name);
      at = await applyNext(client, migrations);
    }
    return names;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The database could not be migrated: ${error.message}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Migrates as the owner, and gives the role that serves what it needs, where that is another one.
 * @param {{ url: string, maintenanceUrl: string }} database
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export async function prepareDatabase({ url, maintenanceUrl }) {
  const names = await migrate(maintenanceUrl);
  if (areSeparate(maintenanceUrl, url)) await grantApplication(maintenanceUrl, url);
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runCommand(async () => {
    const url = process.env.DATABASE_URL;
    if (!url) throw new Failure("Set DATABASE_URL to the database that is to be migrated.");
    const maintenanceUrl = process.env.MAINTENANCE_DATABASE_URL || url;
    await checkDatabase(maintenanceUrl);
    const names = await prepareDatabase({ url, maintenanceUrl });
    say(names.length ? `Applied ${names.join(", ")}.` : "The database is up to date.");
  });
}
