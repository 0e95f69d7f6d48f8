import type pg from "pg";
import { log } from "@/server/infra/log";
import { endOfMonth } from "@/server/retention/due";

// A month from which every project's leaf is gone leaves an empty shell behind; many of them would slow down planning.

/** Clocks differ, and a project's leaves are made for the hour before. */
const graceMs = 2 * 86_400_000;

type Shell = { name: string; base: string; month: string; state: "attached" | "leaving" | "out" };

const shells = `SELECT c.relname AS name, (regexp_match(c.relname, '^[A-Za-z]+'))[1] AS base,
    regexp_replace(c.relname, '^.*_(\\d{4})(\\d{2})$', '\\1-\\2') AS month,
    CASE WHEN i.inhrelid IS NULL THEN 'out' WHEN i.inhdetachpending THEN 'leaving' ELSE 'attached' END AS state
  FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
  WHERE c.relkind = 'p' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = '"ActivityLog"'::regclass)
    AND c.relname ~ '^Activity(Start|Log|Payload)_[0-9]{6}$'
    AND NOT EXISTS (SELECT 1 FROM pg_inherits child WHERE child.inhparent = c.oid)
    AND NOT EXISTS (SELECT 1 FROM pg_class leaf WHERE leaf.relname LIKE replace(c.relname, '_', '\\_') || '\\_%'
      AND leaf.relkind = 'r' AND leaf.relnamespace = c.relnamespace)
  ORDER BY c.relname`;

/** Takes out the months of the past that hold nothing. What cannot be done now is done next time. */
export async function dropEmptyMonths(client: pg.Client, now: Date): Promise<void> {
  const { rows } = await client.query<Shell>(shells);
  for (const shell of rows.filter(({ month }) => isPast(month, now)))
    await dropShell(client, shell).catch((error: unknown) =>
      log().warn({ err: error, table: shell.name }, "an empty month could not be dropped"),
    );
}

function isPast(month: string, now: Date): boolean {
  return endOfMonth(month).getTime() + graceMs < now.getTime();
}

async function dropShell(client: pg.Client, { name, base, state }: Shell): Promise<void> {
  if (!(await stopMaking(client))) return;
  try {
    if (await hasLeaves(client, name)) return;
    if (state !== "out") {
      const how = state === "attached" ? "CONCURRENTLY" : "FINALIZE";
      await client.query(`ALTER TABLE "${base}" DETACH PARTITION "${name}" ${how}`);
    }
    await client.query(`DROP TABLE "${name}"`);
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${making})`);
  }
}

// The lock of `activity_ensure_leaves`: dropping a month would drop a leaf that was added to it meanwhile, too.
const making = "hashtext('gatehouse.activity.partitions')";

async function stopMaking(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ stopped: boolean }>(
    `SELECT pg_try_advisory_lock(${making}) AS stopped`,
  );
  return rows[0]?.stopped ?? false;
}

async function hasLeaves(client: pg.Client, name: string): Promise<boolean> {
  const text = "SELECT 1 FROM pg_inherits WHERE inhparent = to_regclass($1)";
  return (await client.query(text, [`"${name}"`])).rows.length > 0;
}
