import { begunConditions, Parameters, textConditions } from "@/server/activity/filter";
import { lookThrough } from "@/server/activity/look-through/look-through";
import { isMixed } from "@/server/activity/mixed";
import {
  type CallRow,
  columns,
  endedColumns,
  type Found,
  indexed,
  newestFirst,
  type Position,
  type Search,
} from "@/server/activity/rows";
import type { CallFilter } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";

/** Ended calls after a position, newest first, at most `limit`. */
export async function findEnded(search: Search, after: Position, limit: number): Promise<Found> {
  if (isOnlyRunning(search.filter)) return { rows: [], stoppedAt: null };
  const { scope, filter } = search;
  const named = filter.q ? await findNamed(search, after, filter.q) : [];
  if (named.length > 0) return { rows: named, stoppedAt: null };
  if (filter.q || filter.error || isMixed(scope, filter)) return lookThrough(search, after, limit);
  const parameters = new Parameters();
  const text = `SELECT ${endedColumns(search)} FROM "ActivityLog" c
    WHERE ${indexed(search, after, parameters)} ${newestFirst} LIMIT ${parameters.add(limit, "int")}`;
  return { rows: await askRecord<CallRow>({ text, values: parameters.values }), stoppedAt: null };
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

/** Whatever ran longer was given an outcome since. */
const longestMs = 10 * 60_000;

/** Calls without an outcome. Only the newest starts are looked at. */
export async function findRunning(search: Search): Promise<CallRow[]> {
  const { scope, filter, now } = search;
  if (asksHowItEnded(filter)) return [];
  const parameters = new Parameters();
  const since = new Date(now.getTime() - longestMs);
  const conditions = [
    ...begunConditions(scope, filter, now, parameters),
    ...textConditions(search, "begun", { from: since, to: "infinity" }, parameters),
  ];
  const project = parameters.add(scope.projectId, "uuid");
  const from = parameters.add(since, "timestamptz");
  // What has an outcome is left out first, by the keys alone and of these starts only: on a busy day that is nearly all.
  const text = `WITH newest AS (SELECT "startedAt", "id" FROM "ActivityStart"
      WHERE "projectId" = ${project} AND "startedAt" > ${from}
      ORDER BY "startedAt" DESC, "id" DESC LIMIT 5000),
    open AS MATERIALIZED (SELECT * FROM newest n WHERE NOT EXISTS (SELECT 1 FROM "ActivityLog" l
      WHERE l."projectId" = ${project} AND l."startedAt" > ${from}
        AND l."startedAt" >= (SELECT min("startedAt") FROM newest)
        AND l."startedAt" = n."startedAt" AND l."id" = n."id"))
    SELECT ${columns}, 'running' AS "outcome", NULL::float8 AS "durationMs", 1 AS "attempts"
    FROM open JOIN "ActivityStart" c ON c."projectId" = ${project} AND c."startedAt" > ${from}
      AND c."startedAt" = open."startedAt" AND c."id" = open."id"
    WHERE ${conditions.join(" AND ")} ${newestFirst} LIMIT 50`;
  return askRecord<CallRow>({ text, values: parameters.values });
}

function asksHowItEnded({ outcome, only, minMs, maxMs, error }: CallFilter): boolean {
  if (outcome?.length && !outcome.includes("running")) return true;
  return Boolean(only?.includes("errors") || error) || minMs != null || maxMs != null;
}

function isOnlyRunning({ outcome }: CallFilter): boolean {
  return outcome?.length === 1 && outcome[0] === "running";
}
