// A record as a busy project leaves it: 90 days of calls, written in the order of time, by SQL that makes them in place.
import { pool } from "@/server/infra/pg";

export const project = "00000000-0000-4000-8000-000000000001";
const other = "00000000-0000-4000-8000-000000000002";

/** An id by number, so that a filter can name it. */
export function numbered(kind: string, number: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const id = (kind: string, number: string) =>
  `('${kind.repeat(8)}-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

// The square of a random number makes few of the names common and most of them rare, as they are.
const draws = `SELECT at, n, uuidv7(at - clock_timestamp()) AS id, gen_random_uuid() AS grant,
    floor(20 * power(random(), 2))::int AS endpoint, floor(15 * power(random(), 2))::int AS server,
    floor(80 * power(random(), 3))::int AS tool, floor(300 * power(random(), 2))::int AS person,
    floor(7 * power(random(), 2))::int AS client, random() AS fate, exp(4.5 + 1.2 * sqrt(-2 * ln(random() + 1e-9))
      * cos(6.2831853 * random())) AS ms, random() < 0.1 AS redacted, random() < 0.1 AS elsewhere
  FROM (SELECT n, $1::timestamptz + ($2::timestamptz - $1::timestamptz) * (n::float8 / $3::int) AS at
    FROM generate_series(1, $3::int) n) s`;

const shared = `id, at, CASE WHEN elsewhere THEN '${other}' ELSE '${project}' END::uuid, ${id("e", "endpoint")},
  'Endpoint ' || endpoint, ${id("5", "server")}, 'Server ' || server, 'tools/call',
  CASE WHEN n % 200003 = 77 THEN 'rare_tool' ELSE 'tool_' || tool END, 'tool_' || tool,
  ${id("a", "CASE WHEN n % 200003 = 99 THEN 999 ELSE person END")}, 'Person ' || person, 'client-' || client,
  'Client ' || client, "grant", NULL::uuid, '2025', 300, id::text, ${id("b", "1")}, n`;

const redactions = `CASE WHEN redacted THEN
  '[{"side":"request","type":"EMAIL","path":"arguments.body","count":2}]'::jsonb ELSE '[]'::jsonb END`;

const statement = `WITH draw AS MATERIALIZED (${draws}), starts AS (
  INSERT INTO "ActivityStart" SELECT ${shared}, ${redactions} FROM draw
), logs AS (
  INSERT INTO "ActivityLog" SELECT ${shared}, CASE WHEN fate > 0.985 THEN 'denied' ELSE 'allowed' END, NULL,
    CASE WHEN fate < 0.93 THEN 'ok' WHEN fate < 0.96 THEN 'tool_error' WHEN fate < 0.975 THEN 'failed'
      WHEN fate < 0.98 THEN 'timed_out' WHEN fate < 0.985 THEN 'cancelled' ELSE 'denied' END,
    CASE WHEN fate < 0.93 THEN NULL ELSE 'upstream_error' END,
    CASE WHEN fate < 0.93 THEN NULL WHEN n % 100003 = 7 THEN 'The quota of flamingos is used up.'
      ELSE 'The server answered with an error ' || n || '.' END,
    ms, ms * 0.9, 500, at + ms * interval '1 millisecond', ${redactions} FROM draw
) INSERT INTO "ActivityPayload" SELECT id, at, side, '{"name":"tool_' || tool || '","arguments":{"query":"' ||
    CASE WHEN n % 100003 = 55 THEN 'zanzibar' ELSE md5(n::text) END || '","body":"' ||
    repeat(md5(n::text || side) || ' lorem ipsum ', CASE side WHEN 'request' THEN 4 ELSE 8 END) || '"}}', 400, false
  FROM draw, (VALUES ('request'), ('response')) s (side)`;

/** Calls at even distances between two moments. */
export async function addCalls(count: number, from: Date, to: Date): Promise<void> {
  await pool().query(statement, [from, to, count]);
}

const piece = 20_000;
const days = 90;

/** Empties the record and fills it with calls of the 90 days before `now`. */
export async function fill(count: number, now: Date): Promise<void> {
  await empty();
  const begin = now.getTime() - days * 86_400_000;
  const moment = (done: number) => new Date(begin + (days * 86_400_000 * done) / count);
  for (let done = 0; done < count; done += piece) {
    const next = Math.min(count, done + piece);
    await addCalls(next - done, moment(done), moment(next));
  }
  // What autovacuum does meanwhile where calls come in over three months.
  for (const table of tables) await unhurried(`VACUUM (ANALYZE) "${table}"`);
}

const tables = ["ActivityStart", "ActivityLog", "ActivityPayload"];

export async function empty(): Promise<void> {
  await pool().query(`TRUNCATE ${tables.map((table) => `"${table}"`).join()}`);
}

/** Partitions for months that lie behind; the application makes those to come. */
export async function addMonths(now: Date): Promise<void> {
  for (let back = 4; back >= 2; back--) {
    const [from, to] = [back, back - 1].map((months) =>
      new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString(),
    );
    for (const table of tables)
      await pool().query(`CREATE TABLE "${table}_${back}" PARTITION OF "${table}"
        FOR VALUES FROM ('${from}') TO ('${to}')`);
  }
}

async function unhurried(sql: string): Promise<void> {
  const client = await pool().connect();
  await client.query("SET statement_timeout = 0");
  await client.query(sql);
  client.release(true);
}

/** Bytes of one call on disk: of all tables, and of the indexes of the searched one. */
export async function bytesPerCall(count: number): Promise<{ all: number; indexes: number }> {
  const { rows } = await pool().query<{ all: number; indexes: number }>(
    `SELECT sum(pg_total_relation_size(c.oid))::float8 AS all,
       sum(CASE WHEN c.relname LIKE 'ActivityLog%' THEN pg_indexes_size(c.oid) ELSE 0 END)::float8 AS indexes
     FROM pg_class c WHERE c.relkind = 'r' AND c.relname LIKE 'Activity%'`,
  );
  return { all: (rows[0]?.all ?? 0) / count, indexes: (rows[0]?.indexes ?? 0) / count };
}

/** The project's calls, counted one by one. */
export async function callsSince(from: Date): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "ActivityLog" WHERE "projectId" = $1 AND "startedAt" >= $2`,
    [project, from],
  );
  return rows[0]?.count ?? 0;
}
