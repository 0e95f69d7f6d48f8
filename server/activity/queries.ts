import type { Ctx } from "@/server/access/access";
import { type ListCalls, type Outcome, toOutcome } from "@/server/activity/schema";
import { decodeCursor, type Page, toPage } from "@/server/core/page";
import { endpointScope } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";

/** One line of the activity page. Names are as they were when the call was made. */
export type Call = {
  id: string;
  startedAt: Date;
  outcome: Outcome;
  endpointName: string;
  serverName: string | null;
  method: string;
  toolName: string | null;
  userName: string | null;
  clientName: string | null;
  /** Null while it runs. */
  durationMs: number | null;
  /** How many things filters took out; null when none was on. */
  redacted: number | null;
};

type Row = Omit<Call, "outcome"> & { outcome: string; at: string };

// Microseconds as text: a JavaScript date would round them off, and a page would begin with a row twice or never.
const columns = `c."id", c."startedAt", c."endpointName", c."serverName", c."method", c."toolName", c."userName",
  c."clientName",
  CASE WHEN c."redactions" IS NOT NULL THEN (SELECT coalesce(sum((r ->> 'count')::int), 0)::int
    FROM jsonb_array_elements(c."redactions") r) END AS redacted, to_char(c."startedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`;

const finished = `SELECT ${columns}, c."outcome", c."durationMs" FROM "ActivityLog" c
  WHERE c."projectId" = $1 AND (c."startedAt", c."id") < ($2::timestamptz, $3::uuid)
    AND ($5::uuid[] IS NULL OR c."endpointId" = ANY($5))
  ORDER BY c."startedAt" DESC, c."id" DESC LIMIT $4`;

// A start without an outcome. Only the newest starts are looked at: whatever ran longer was given an outcome since.
const running = `SELECT ${columns}, 'running' AS "outcome", NULL::float8 AS "durationMs"
  FROM (SELECT * FROM "ActivityStart" WHERE "startedAt" > $2::timestamptz - interval '10 minutes'
    ORDER BY "startedAt" DESC LIMIT 5000) c
  WHERE c."projectId" = $1 AND ($3::uuid[] IS NULL OR c."endpointId" = ANY($3)) AND NOT EXISTS
    (SELECT 1 FROM "ActivityLog" l WHERE l."startedAt" = c."startedAt" AND l."id" = c."id")
  ORDER BY c."startedAt" DESC LIMIT 50`;

const beyondAll = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Newest first, of the endpoints one may see. The first page also shows, above `limit`, the calls that are still running. */
export async function listCalls(ctx: Ctx, input: ListCalls): Promise<Page<Call>> {
  const { projectId } = ctx.access.where("activity.read");
  const scope = await endpointScope(db(), ctx, "endpoint.read");
  const after = input.cursor ? soundCursor(input.cursor) : beyondAll;
  const [done, going] = await Promise.all([
    select("calls.finished", finished, [projectId, ...after, input.limit + 1, scope]),
    input.cursor ? [] : select("calls.running", running, [projectId, ctx.now, scope]),
  ]);
  const page = toPage(done, input.limit, (row) => [row.at, row.id]);
  const items = [...going, ...page.items].sort(newestFirst).map(toCall);
  return { items, nextCursor: page.nextCursor };
}

async function select(name: string, text: string, values: unknown[]): Promise<Row[]> {
  return (await pool().query<Row>({ name, text, values })).rows;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function soundCursor(cursor: string): string[] {
  const [at = "", id = ""] = decodeCursor(cursor, 2);
  // What is no instant and no id is answered as a cursor that is not ours.
  return instant.test(at) && uuid.test(id) ? [at, id] : decodeCursor("", 2);
}

function newestFirst(a: Row, b: Row): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function toCall({ at: _at, outcome, ...row }: Row): Call {
  return { ...row, outcome: toOutcome(outcome) };
}
