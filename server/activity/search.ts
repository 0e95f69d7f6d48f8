import {
  begunConditions,
  endedConditions,
  Parameters,
  type Scope,
  textConditions,
} from "@/server/activity/filter";
import type { CallFilter, Redaction } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";

/** A call as the database answers it; `at` is its start with microseconds. */
export type CallRow = {
  id: string;
  startedAt: Date;
  outcome: string;
  endpointName: string;
  serverName: string | null;
  method: string;
  toolName: string | null;
  userName: string | null;
  clientName: string | null;
  durationMs: number | null;
  attempts: number;
  redacted: number | null;
  at: string;
} & Partial<CallFacts>;

/** What is read only when a search asks for it, of calls that ended. */
type CallFacts = {
  attempts: number;
  decision: string;
  decisionReason: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  redactions: Redaction[] | null;
};

export type Position = readonly [at: string, id: string];

export type Search = {
  scope: Scope;
  filter: CallFilter;
  now: Date;
  mayReadPayload: boolean;
  columns?: "listed" | "facts";
};

/** `stoppedAt`: how far texts were looked through when the time was up; null when nothing was left out. */
type Found = { rows: CallRow[]; stoppedAt: Position | null };

// Microseconds as text: a JavaScript date would round them off, and a page would begin with a row twice or never.
export const instantText = `to_char(c."startedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const columns = `c."id", c."startedAt", ${instantText} AS at, c."endpointName", c."serverName", c."method", c."toolName",
  c."userName", c."clientName", CASE WHEN c."redactions" IS NOT NULL THEN
    (SELECT coalesce(sum((r ->> 'count')::int), 0)::int FROM jsonb_array_elements(c."redactions") r) END AS redacted`;
const facts = `c."attempts", c."decision", c."decisionReason", c."errorCode", c."errorMessage", c."redactions"`;
const newestFirst = `ORDER BY c."startedAt" DESC, c."id" DESC`;

/** Ended calls after a position, newest first, at most `limit`. */
export async function findEnded(search: Search, after: Position, limit: number): Promise<Found> {
  if (isOnlyRunning(search.filter)) return { rows: [], stoppedAt: null };
  const { q, error } = search.filter;
  const named = q ? await findNamed(search, after, q) : [];
  if (named.length > 0) return { rows: named, stoppedAt: null };
  if (q || error) return lookThrough(search, after, limit);
  const parameters = new Parameters();
  const text = `SELECT ${endedColumns(search)} FROM "ActivityLog" c
    WHERE ${indexed(search, after, parameters)} ${newestFirst} LIMIT ${parameters.add(limit, "int")}`;
  return { rows: await askRecord<CallRow>({ text, values: parameters.values }), stoppedAt: null };
}

function endedColumns(search: Search): string {
  const ended = `${columns}, c."outcome", c."durationMs", c."attempts"`;
  return search.columns === "facts" ? `${ended}, ${facts}` : ended;
}

function indexed({ scope, filter, now }: Search, [at, id]: Position, parameters: Parameters) {
  const conditions = [
    ...begunConditions(scope, filter, now, parameters),
    ...endedConditions(filter, parameters),
    `(c."startedAt", c."id") < (${parameters.add(at, "timestamptz")}, ${parameters.add(id, "uuid")})`,
  ];
  return conditions.join(" AND ");
}

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The call whose own id or request id was searched for: ids carry their time (RFC 9562 §5.7), so it is found at once. */
async function findNamed(search: Search, after: Position, q: string): Promise<CallRow[]> {
  if (!uuidV7.test(q)) return [];
  const id = q.toLowerCase();
  const at = new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16));
  const parameters = new Parameters();
  const where = indexed(search, after, parameters);
  const [near, name] = [parameters.add(at, "timestamptz"), parameters.add(id, "text")];
  const text = `SELECT ${endedColumns(search)} FROM "ActivityLog" c
    WHERE ${where} AND c."startedAt" BETWEEN ${near} - interval '1 minute' AND ${near} + interval '1 minute'
      AND (c."id"::text = ${name} OR c."requestId" = ${name}) ${newestFirst} LIMIT 10`;
  return askRecord<CallRow>({ text, values: parameters.values });
}

/** Milliseconds after which no further calls are looked through: the rest is for the next page. */
const budgetMs = 180;
const leastPiece = 500;
const largestPiece = 16_000;

/** Texts have no index: calls are taken newest first, piece by piece, until the page is full or the time is up. */
async function lookThrough(search: Search, after: Position, limit: number): Promise<Found> {
  const begun = performance.now();
  const rows: CallRow[] = [];
  let from = after;
  let length = leastPiece;
  for (;;) {
    const before = performance.now();
    const piece = await readPiece(search, from, length, limit - rows.length);
    rows.push(...piece.rows);
    if (rows.length >= limit || piece.end === null) return { rows, stoppedAt: null };
    from = piece.end;
    const now = performance.now();
    // As many as the time left allows, going by the last piece; short ones tell little.
    const fitting = Math.floor((length * (begun + budgetMs - now)) / (now - before));
    if (fitting < leastPiece) return { rows, stoppedAt: from };
    length = Math.min(fitting, length * 4, largestPiece);
  }
}

type Piece = { rows: CallRow[]; end: Position | null };
type PieceRow = CallRow & { walked: number; endAt: string; endId: string };

/** The matches among the next `chunk` calls; `end` is null when there are no further ones. */
async function readPiece(
  search: Search,
  after: Position,
  chunk: number,
  limit: number,
): Promise<Piece> {
  const parameters = new Parameters();
  const { filter, mayReadPayload } = search;
  const where = indexed(search, after, parameters);
  const match = textConditions(filter, "ended", mayReadPayload, parameters).join(" AND ");
  const text = `WITH walked AS MATERIALIZED (SELECT c.* FROM "ActivityLog" c
      WHERE ${where} ${newestFirst} LIMIT ${parameters.add(chunk, "int")}),
    fact AS (SELECT count(*)::int AS walked FROM walked),
    last AS (SELECT ${instantText} AS "endAt", c."id" AS "endId" FROM walked c ORDER BY c."startedAt", c."id" LIMIT 1),
    hit AS (SELECT ${endedColumns(search)} FROM walked c
      WHERE ${match} ${newestFirst} LIMIT ${parameters.add(limit, "int")})
    SELECT fact.*, last.*, hit.* FROM fact CROSS JOIN last LEFT JOIN hit ON true ORDER BY hit.at DESC, hit."id" DESC`;
  const found = await askRecord<PieceRow>({ text, values: parameters.values });
  const [first] = found;
  return {
    rows: found.filter(({ id }) => id !== null),
    end: first && first.walked === chunk ? [first.endAt, first.endId] : null,
  };
}

/** Calls without an outcome. Only the newest starts are looked at: whatever ran longer was given an outcome since. */
export async function findRunning(search: Search): Promise<CallRow[]> {
  const { scope, filter, now, mayReadPayload } = search;
  if (asksHowItEnded(filter)) return [];
  const parameters = new Parameters();
  const conditions = [
    ...begunConditions(scope, filter, now, parameters),
    ...textConditions(filter, "begun", mayReadPayload, parameters),
  ];
  const text = `SELECT ${columns}, 'running' AS "outcome", NULL::float8 AS "durationMs", 1 AS "attempts"
    FROM (SELECT * FROM "ActivityStart"
      WHERE "projectId" = ${parameters.add(scope.projectId, "uuid")}
        AND "startedAt" > ${parameters.add(now, "timestamptz")} - interval '10 minutes'
      ORDER BY "startedAt" DESC LIMIT 5000) c
    WHERE ${conditions.join(" AND ")} AND NOT EXISTS
      (SELECT 1 FROM "ActivityLog" l WHERE l."projectId" = c."projectId" AND l."startedAt" = c."startedAt" AND l."id" = c."id")
    ${newestFirst} LIMIT 50`;
  return askRecord<CallRow>({ text, values: parameters.values });
}

function asksHowItEnded({ outcome, only, minMs, maxMs, error }: CallFilter): boolean {
  if (outcome?.length && !outcome.includes("running")) return true;
  return Boolean(only?.includes("errors") || error) || minMs != null || maxMs != null;
}

function isOnlyRunning({ outcome }: CallFilter): boolean {
  return outcome?.length === 1 && outcome[0] === "running";
}
