// In: prisma/migrations and the database. Out: whether the database is at their end. Promises to change nothing.
import { readdir } from "node:fs/promises";
import { AppError } from "@/server/core/errors";
import { pool } from "@/server/infra/pg";

const folder = "prisma/migrations";

/** Throws `unavailable` when a migration of ours was not applied. Where the folder is not shipped, nothing can be said. */
export async function requireMigrated(): Promise<void> {
  const entries = await readdir(/*turbopackIgnore: true*/ folder, { withFileTypes: true }).catch(
    () => [],
  );
  const ours = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (ours.length === 0) return;
  const applied = await appliedMigrations();
  const missing = ours.filter((name) => !applied.has(name)).sort();
  if (missing.length > 0)
    throw new AppError(
      "unavailable",
      `The database lacks the migration ${missing[0]}: run node scripts/migrate.mjs with this DATABASE_URL, or start with npm start.`,
    );
}

async function appliedMigrations(): Promise<Set<string>> {
  const { rows } = await pool().query<{ present: string | null }>(
    "SELECT to_regclass('_prisma_migrations')::text AS present",
  );
  if (!rows[0]?.present) return new Set();
  const applied = await pool().query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  return new Set(applied.rows.map((row) => row.name));
}
