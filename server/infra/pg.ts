// In: DATABASE_URL. Out: the pools. Promises durable commits and bounded waits on every connection.
import pg from "pg";
import { AppError } from "@/server/core/errors";
import { forget, shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";

export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url)
    throw new AppError("unavailable", "No database: start with `npm start`, or set DATABASE_URL.");
  return url;
}

function create(name: string, max: number, statementMs: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl(),
    max,
    application_name: `gatehouse-${name}`,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Durable whatever the server's default; a statement that hangs is an error, not a wait (security: T89, T90).
    options: `-c synchronous_commit=on -c statement_timeout=${statementMs} -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000`,
    // A server that is frozen cannot time out itself.
    query_timeout: statementMs + 1_000,
  });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on("error", (error) => log().warn({ err: error, pool: name }, "database connection lost"));
  return pool;
}

/** Prisma and prepared reads. */
export function pool(): pg.Pool {
  return shared("pg.pool", () => create("main", 10, 10_000));
}

/** The activity record's own connections, so that no page can starve it. */
export function recordPool(): pg.Pool {
  return shared("pg.record", () => create("record", 3, 3_000));
}

/**
 * One transaction on a connection of its own that may take as long as it needs: for work over the whole record, beside
 * which nobody waits. `isolation` as PostgreSQL writes it.
 */
export async function unhurried<T>(
  work: (client: pg.Client) => Promise<T>,
  isolation = "READ COMMITTED",
): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    application_name: "gatehouse-unhurried",
    connectionTimeoutMillis: 10_000,
    options: "-c synchronous_commit=on -c statement_timeout=0 -c lock_timeout=30000",
  });
  client.on("error", (error) => log().warn({ err: error }, "database connection lost"));
  await client.connect();
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const done = await work(client);
    await client.query("COMMIT");
    return done;
  } finally {
    // Ends a transaction that did not get so far, too.
    await client.end();
  }
}

/** Closes both pools, for a clean stop and between tests. */
export async function closePools(): Promise<void> {
  const open = [
    shared<pg.Pool | null>("pg.pool", () => null),
    shared<pg.Pool | null>("pg.record", () => null),
  ];
  forget("pg.pool");
  forget("pg.record");
  await Promise.all(open.map((each) => each?.end()));
}
