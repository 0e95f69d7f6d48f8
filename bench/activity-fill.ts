// A record as busy projects leave it: 90 days of calls, each size a project of its own in one database, written in the
// order of time with every index in place, as calls come in.
import { pool } from "@/server/infra/pg";
import { makeTexts, texts } from "./activity-texts";

/** An id by number, so that a filter can name it. */
export function numbered(kind: string, number: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** The project that holds so many calls. */
export function projectOf(size: number): string {
  return numbered("0", size);
}

const id = (kind: string, number: string) =>
  `('${kind.repeat(8)}-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

// The square of a random number makes few of the names common and most of them rare, as they are.
const draws = `SELECT at, n, uuidv7(at - clock_timestamp()) AS id, gen_random_uuid() AS "grant",
    floor(20 * power(random(), 2))::int AS endpoint, floor(15 * power(random(), 2))::int AS server,
    floor(80 * power(random(), 3))::int AS tool, floor(300 * power(random(), 2))::int AS person,
    floor(7 * power(random(), 2))::int AS client, random() AS fate, exp(4.5 + 1.2 * sqrt(-2 * ln(random() + 1e-9))
      * cos(6.2831853 * random())) AS ms, random() < 0.1 AS redacted,
    floor(random() * ${texts})::int AS said, floor(random() * ${texts})::int AS answered
  FROM (SELECT n, $2::timestamptz + ($3::timestamptz - $2::timestamptz) * (n::float8 / $4::int) AS at
    FROM generate_series(1, $4::int) n) s`;

// Three processes write; a start is followed by its outcome.
const seq = `2 * (nth / 3)`;
const columns = `"id", "startedAt", "projectId", "endpointId", "endpointName", "serverId", "serverName", "method", "toolName",
  "upstreamTool", "userId", "userName", "clientId", "clientName", "grantId", "sessionId", "era", "requestBytes",
  "requestId", "writer", "seq", "redactions", "payloadHash", "mac"`;
const begun = (
  place: string,
) => `id, at, $1::uuid, ${id("e", "endpoint")}, 'Endpoint ' || endpoint, ${id("5", "server")},
  'Server ' || server, 'tools/call', CASE WHEN nth % 200003 = 77 THEN 'rare_tool' ELSE 'tool_' || tool END, 'tool_' || tool,
  ${id("a", "CASE WHEN nth % 200003 = 99 THEN 999 ELSE person END")}, 'Person ' || person, 'client-' || client,
  'Client ' || client, "grant", NULL::uuid, '2025', 300, gen_random_uuid()::text, ${id("b", "n % 3")}, ${place},
  CASE WHEN redacted THEN '[{"side":"request","type":"EMAIL","path":"arguments.body","count":2}]'::jsonb ELSE '[]'::jsonb END,
  sha256(n::text::bytea), sha256(id::text::bytea)`;

const statement = `WITH draw AS MATERIALIZED (SELECT *, $5::int + n AS nth FROM (${draws}) d), starts AS (
  INSERT INTO "ActivityStart" (${columns}) SELECT ${begun(`${seq} + 1`)} FROM draw
), logs AS (
  INSERT INTO "ActivityLog" (${columns}, "decision", "outcome", "errorCode", "errorMessage", "durationMs", "upstreamMs",
    "responseBytes", "finishedAt")
  SELECT ${begun(`${seq} + 2`)}, CASE WHEN fate > 0.985 THEN 'denied' ELSE 'allowed' END,
    CASE WHEN fate < 0.93 AND nth % 100003 <> 7 THEN 'ok' WHEN fate < 0.96 THEN 'tool_error' WHEN fate < 0.975 THEN 'failed'
      WHEN fate < 0.98 THEN 'timed_out' WHEN fate < 0.985 THEN 'cancelled' ELSE 'denied' END,
    CASE WHEN fate < 0.93 THEN NULL ELSE 'upstream_error' END,
    CASE WHEN nth % 100003 = 7 THEN 'The quota of flamingos is used up.' WHEN fate < 0.93 THEN NULL
      ELSE 'The server answered with an error ' || n || '.' END,
    ms, ms * 0.9, 500, at + ms * interval '1 millisecond' FROM draw
) INSERT INTO "ActivityPayload" ("projectId", "callId", "startedAt", "side", "body", "bytes")
  SELECT $1::uuid, id, at, 'request', '{"name":"tool_' || tool || '","arguments":{"key":"' || gen_random_uuid() || '","query":"' ||
    CASE WHEN nth % 100003 = 55 THEN 'zanzibar' ELSE n::text END || '","body":"' || t.body || '"}}', 300
  FROM draw JOIN bench_text t ON t.number = draw.said
  UNION ALL SELECT $1::uuid, id, at, 'response', '{"content":[{"type":"text","text":"' || t.body || '"}],"trace":"' ||
    gen_random_uuid() || '"}', 300 FROM draw JOIN bench_text t ON t.number = draw.answered`;

const piece = 20_000;
const days = 90;
const dayMs = 86_400_000;

/** Calls of the 90 days before `now`; what an earlier run left is taken as it is. */
export async function fill(size: number, now: Date): Promise<void> {
  const project = projectOf(size);
  const begin = now.getTime() - days * dayMs;
  await addRoom(project, new Date(begin), now);
  if ((await callsSince(project, new Date(0))) >= size) return;
  await makeTexts();
  const moment = (done: number) => new Date(begin + (days * dayMs * done) / size);
  for (let done = 0; done < size; done += piece) {
    const next = Math.min(size, done + piece);
    await unhurried(statement, [project, moment(done), moment(next), next - done, done]);
    if (next % 1_000_000 === 0) console.log(`${next} of ${size} calls are there`);
  }
  // What autovacuum does meanwhile where calls come in over three months.
  for (const leaf of await leavesOf(project)) await unhurried(`VACUUM (ANALYZE) "${leaf}"`);
}

/** The months that a project's calls fall into. */
export async function addRoom(project: string, from: Date, to: Date): Promise<void> {
  await pool().query("SELECT activity_ensure_leaves($1, $2, $3)", [project, from, to]);
}

async function leavesOf(project: string): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE 'Activity%' || replace($1, '-', '')`,
    [project],
  );
  return rows.map(({ name }) => name);
}

export async function unhurried(sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = await pool().connect();
  await client.query("SET statement_timeout = 0");
  await client.query(sql, [...values]);
  client.release(true);
}

/** The mean of the planner relies on both being fresh, and a run begins with what it wrote before on disk. */
export async function settle(): Promise<void> {
  for (const table of ["ActivityStart", "ActivityLog", "ActivityPayload"])
    await unhurried(`ANALYZE "${table}"`);
}

type Bytes = { all: number; logs: number; indexes: number; payloads: number };

/** Bytes of one call on disk. */
export async function bytesPerCall(size: number): Promise<Bytes> {
  const { rows } = await pool().query<Bytes>(
    `SELECT sum(pg_total_relation_size(oid))::float8 AS all,
       sum(CASE WHEN relname LIKE 'ActivityLog%' THEN pg_relation_size(oid) ELSE 0 END)::float8 AS logs,
       sum(CASE WHEN relname LIKE 'ActivityLog%' THEN pg_indexes_size(oid) ELSE 0 END)::float8 AS indexes,
       sum(CASE WHEN relname LIKE 'ActivityPayload%' THEN pg_total_relation_size(oid) ELSE 0 END)::float8 AS payloads
     FROM pg_class WHERE relkind = 'r' AND relname LIKE 'Activity%' || replace($1, '-', '')`,
    [projectOf(size)],
  );
  const of = (one: keyof Bytes) => (rows[0]?.[one] ?? 0) / size;
  return { all: of("all"), logs: of("logs"), indexes: of("indexes"), payloads: of("payloads") };
}

/** The project's calls, counted one by one. */
export async function callsSince(project: string, from: Date): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "ActivityLog" WHERE "projectId" = $1 AND "startedAt" >= $2`,
    [project, from],
  );
  return rows[0]?.count ?? 0;
}
