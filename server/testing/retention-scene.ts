// Projects with calls in months that lie behind, and a look at the tables they stand in.
import pg from "pg";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { pool } from "@/server/infra/pg";
import { type Kind, leafNameOf, tables } from "@/server/retention/leaves";
import type { Period } from "@/server/retention/schema";
import { makeProject } from "./factories";

/** A project with `calls` calls, each with a payload, in the middle of each of these months. */
export async function projectWithCalls(months: readonly string[], calls = 3): Promise<string> {
  const { id } = await makeProject();
  for (const month of months) await addCalls(id, `${month}-15T12:00:00Z`, calls);
  return id;
}

/** Calls that began one after the other, a millisecond apart. */
export async function addCalls(projectId: string, at: string, count = 1): Promise<void> {
  await pool().query("SELECT activity_ensure_leaves($1, $2, $2)", [projectId, at.slice(0, 10)]);
  const begun = `gen_random_uuid(), $1::timestamptz + n * interval '1 ms', $2::uuid, $2::uuid, 'Support', 'tools/call',
    'E25', 2, 'r', $2::uuid, n`;
  const columns = `id, "startedAt", "projectId", "endpointId", "endpointName", method, era, "requestBytes", "requestId", writer, seq`;
  const each = "FROM generate_series(0, $3 - 1) n";
  const ended = `decision, outcome, "durationMs", "responseBytes", "finishedAt"`;
  await pool().query(
    `WITH calls AS (INSERT INTO "ActivityLog" (${columns}, ${ended})
       SELECT ${begun}, 'allowed', 'ok', 1, 2, $1 ${each} RETURNING *),
     starts AS (INSERT INTO "ActivityStart" (${columns}) SELECT id, "startedAt", "projectId", "endpointId", "endpointName",
       method, era, "requestBytes", "requestId", writer, seq FROM calls)
     INSERT INTO "ActivityPayload" ("projectId", "callId", "startedAt", side, body, bytes)
       SELECT "projectId", id, "startedAt", 'request', '{}', 2 FROM calls`,
    [at, projectId, count],
  );
}

export async function setPeriod(
  projectId: string,
  keepDays: number | null,
  keepPayloadDays: Period["keepPayloadDays"] = null,
): Promise<void> {
  const data = { keepDays, keepPayloadDays };
  await db().activityPolicy.upsert({
    where: { projectId },
    create: { projectId, ...data },
    update: data,
  });
}

/** Whether the leaf is a part of the record, only a table, or no more. */
export async function stateOf(
  kind: Kind,
  month: string,
  projectId: string,
): Promise<"attached" | "leaving" | "out" | "gone"> {
  const { rows } = await pool().query(
    `SELECT CASE WHEN i.inhrelid IS NULL THEN 'out' WHEN i.inhdetachpending THEN 'leaving' ELSE 'attached' END AS state
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relname = $1`,
    [leafNameOf(kind, month, projectId)],
  );
  return rows[0]?.state ?? "gone";
}

/** Rows of a project: of its calls, unless told. */
export async function countRows(projectId: string, kind: Kind = "calls"): Promise<number> {
  const text = `SELECT count(*)::int AS n FROM "${tables[kind]}" WHERE "projectId" = $1`;
  return (await pool().query<{ n: number }>(text, [projectId])).rows[0]?.n ?? 0;
}

/** A connection of one's own, ended by its maker. */
export async function connect(url = env().DATABASE_URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** As a superuser, on the same database. */
export function connectAsAdmin(): Promise<pg.Client> {
  const url = new URL(process.env["GATEHOUSE_TEST_ADMIN"] ?? "");
  url.pathname = new URL(env().DATABASE_URL ?? "").pathname;
  return connect(url.href);
}
