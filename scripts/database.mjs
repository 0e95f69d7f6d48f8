// A Postgres of one's own: checked before anything is built on it, with a sentence for each way it may not serve.
import { Failure } from "./console.mjs";

const QUESTION = `SELECT pg_is_in_recovery() AS replica,
  current_setting('transaction_read_only') = 'on' AS readonly,
  current_setting('server_version_num')::int AS version,
  has_schema_privilege(current_user, current_schema(), 'CREATE') AS creates`;

/** @param {string} url @returns {string} host, port and database, never the password */
function describe(url) {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || 5432}${pathname}`;
  } catch {
    throw new Failure(
      "DATABASE_URL is not an address such as postgresql://user:password@host:5432/name.",
    );
  }
}

/**
 * @param {{ code?: string, message: string }} error
 * @param {string} place
 */
export function explainConnection(error, place) {
  const codes = {
    "28P01": `The database at ${place} refuses the user or password of DATABASE_URL.`,
    28000: `The database at ${place} refuses the user of DATABASE_URL.`,
    "3D000": `There is no such database at ${place}: create it, or correct DATABASE_URL.`,
    "57P03": `The database at ${place} is starting up or shutting down: try again in a moment.`,
    ENOTFOUND: `The host of DATABASE_URL (${place}) is not known.`,
  };
  return (
    codes[error.code ?? ""] ??
    `The database at ${place} cannot be reached (${error.code ?? error.message}): check DATABASE_URL and that PostgreSQL runs there.`
  );
}

/**
 * @param {{ replica: boolean, readonly: boolean, version: number, creates: boolean }} answer
 * @param {string} place
 * @returns {string | undefined}
 */
export function unfitReason(answer, place) {
  if (answer.replica) {
    return `The database at ${place} is a read replica: set DATABASE_URL to the primary.`;
  }
  if (answer.readonly) {
    return `The database at ${place} is read-only: Gatehouse records every call and must write.`;
  }
  if (answer.version < 140_000) {
    return `The database at ${place} is older than PostgreSQL 14.`;
  }
  if (!answer.creates) {
    return `The user of DATABASE_URL may not create tables at ${place}: make it the owner of the database.`;
  }
  return undefined;
}

/** @param {string} url throws a Failure unless Gatehouse can live there */
export async function checkDatabase(url) {
  const place = describe(url);
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw new Failure(explainConnection(error.errors?.[0] ?? error, place));
  }
  try {
    const { rows } = await client.query(QUESTION);
    const reason = unfitReason(rows[0], place);
    if (reason) throw new Failure(reason);
  } finally {
    await client.end();
  }
}
