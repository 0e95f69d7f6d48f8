// Two roles: one owns the tables, migrates and drops what is past its time; the other serves and can add to the record of
// calls, to the audit log and to the checkpoints, and do nothing else with them.
import { Failure } from "./console.mjs";

/** What is only ever added to. */
const APPEND_ONLY = [
  "ActivityStart",
  "ActivityLog",
  "ActivityPayload",
  "ActivityCheckpoint",
  "AuditEvent",
];

/** Leaves of the record are reached through their parents only. */
const LEAF = "^(ActivityStart|ActivityLog|ActivityPayload)_";

const TABLES = `SELECT c.relname AS name, c.relname ~ $1 AS "isLeaf" FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')`;

/** @param {{ name: string, isLeaf: boolean }} table @returns {string | undefined} */
function rightsOn({ name, isLeaf }) {
  if (isLeaf) return undefined;
  if (name === "_prisma_migrations") return "SELECT";
  return APPEND_ONLY.includes(name) ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE";
}

/** @param {string} name */
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @param {string} ownerUrl @param {string} applicationUrl */
export function areSeparate(ownerUrl, applicationUrl) {
  return new URL(ownerUrl).username !== new URL(applicationUrl).username;
}

/**
 * Gives the application's role exactly what it needs, also of tables that a migration has just made. A role that does
 * not exist yet is created with the password of its address.
 * @param {string} ownerUrl whose role owns the tables
 * @param {string} applicationUrl
 * @returns {Promise<void>}
 */
export async function grantApplication(ownerUrl, applicationUrl) {
  const { username, password } = new URL(applicationUrl);
  const role = decodeURIComponent(username);
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("BEGIN");
    // Several replicas start at once.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('gatehouse.privileges'))");
    await ensureRole(client, role, decodeURIComponent(password));
    await grant(client, role);
    await client.query("COMMIT");
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The role ${role} could not be given its rights: ${error.message}`);
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureRole(client, role, password) {
  const { rows } = await client.query(
    `SELECT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS "mayCreate",
      EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1) AS "isThere"`,
    [role],
  );
  if (rows[0].isThere) return;
  if (!rows[0].mayCreate) {
    throw new Failure(
      `There is no role ${role}, and the user of MAINTENANCE_DATABASE_URL may not create it: create it, with the password of DATABASE_URL.`,
    );
  }
  const statement = await client.query(
    "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', $1::text, $2::text) AS text",
    [role, password],
  );
  await client.query(statement.rows[0].text);
}

async function grant(client, role) {
  const to = quoted(role);
  const { rows } = await client.query("SELECT current_schema() AS name");
  const schema = quoted(rows[0].name);
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${to}`);
  await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`);
  // In one transaction, so that nobody ever has more than this or less.
  await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${to}`);
  const tables = await client.query(TABLES, [LEAF]);
  for (const table of tables.rows) {
    const rights = rightsOn(table);
    if (rights) await client.query(`GRANT ${rights} ON ${schema}.${quoted(table.name)} TO ${to}`);
  }
}
