// In: who asks, and a filter. Out: events, newest first. Promises that an auditor of one project never meets another's.
import type { Ctx } from "@/server/access/access";
import { sentenceOf, subjectWord } from "@/server/audit/actions";
import { type Row, toEvent } from "@/server/audit/event";
import { type AuditFilter, type ListEvents, nobody } from "@/server/audit/schema";
import { visible } from "@/server/audit/visible";
import { condition, type Scope, scopeCondition } from "@/server/audit/where";
import { decodeCursor, type Page, toPage } from "@/server/core/page";
import { pool } from "@/server/infra/pg";

type AuditEvent = ReturnType<typeof toEvent>;

/** The acts in the project. Throws `forbidden` without the permission `audit.read`. */
export function listProjectEvents(ctx: Ctx, input: ListEvents): Promise<Page<AuditEvent>> {
  return list(ctx.access.where("audit.read"), input, ctx.now);
}

/** Sign-ins and acts on the installation; the door has checked that the person administers it. */
export function listInstallationEvents(
  { now }: { now: Date },
  input: ListEvents,
): Promise<Page<AuditEvent>> {
  return list({ projectId: null }, input, now);
}

async function list(scope: Scope, input: ListEvents, now: Date): Promise<Page<AuditEvent>> {
  const after = input.cursor ? soundCursor(input.cursor) : beyondAll;
  const rows = await readRows(scope, input, { now, after, limit: input.limit + 1 });
  const page = toPage(rows, input.limit, positionOf);
  return { items: page.items.map(toEvent), nextCursor: page.nextCursor };
}

/** The sort key of a row: microseconds as text, for a JavaScript date would round them off. */
export function positionOf({ instant, id }: Row): Position {
  return [instant, id];
}

type Position = readonly [instant: string, id: string];

/** Before the newest row. */
export const beyondAll: Position = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

const columns = `e."id", e."at", to_char(e."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS instant,
  e."actorId", e."actorName", e."ip", e."userAgent", e."requestId", e."action", e."subjectType", e."subjectId",
  e."subjectName", e."before", e."after"`;

type Slice = { now: Date; after: Position; limit: number };

/** At most `limit` rows that come after a position. */
export async function readRows(scope: Scope, filter: AuditFilter, slice: Slice): Promise<Row[]> {
  const { sql, values } = condition(scope, filter, slice.now);
  const [at, id, limit] = [1, 2, 3].map((nth) => `$${values.length + nth}`);
  const text = `SELECT ${columns} FROM "AuditEvent" e
    WHERE ${sql} AND (e."at", e."id") < (${at}::timestamptz, ${id}::uuid)
    ORDER BY e."at" DESC, e."id" DESC LIMIT ${limit}`;
  return (await pool().query<Row>(text, [...values, ...slice.after, slice.limit])).rows;
}

const sound = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function soundCursor(cursor: string): Position {
  const [instant = "", id = ""] = decodeCursor(cursor, 2);
  if (sound.test(instant) && uuid.test(id)) return [instant, id];
  // What is no instant and no id is answered as a cursor that is not ours.
  decodeCursor("", 2);
  return beyondAll;
}

type Choices = {
  people: { id: string; name: string }[] | null;
  unsigned: boolean | null;
  actions: string[] | null;
  subjects: string[] | null;
};

/** What there is to filter by, among the newest 20,000 events: a list to choose from costs the same at any age. */
export function projectChoices(ctx: Ctx) {
  return choices(ctx.access.where("audit.read"));
}

export function installationChoices() {
  return choices({ projectId: null });
}

async function choices(scope: Scope) {
  const { sql, values } = scopeCondition(scope);
  const { rows } = await pool().query<Choices>(
    `WITH newest AS MATERIALIZED (
       SELECT e."at", e."actorId", e."actorName", e."action", e."subjectType" FROM "AuditEvent" e
       WHERE ${sql} ORDER BY e."at" DESC, e."id" DESC LIMIT 20000)
     SELECT
       (SELECT json_agg(p) FROM (
          SELECT DISTINCT ON ("actorId") "actorId" AS id, "actorName" AS name FROM newest
          WHERE "actorId" IS NOT NULL ORDER BY "actorId", "at" DESC) p) AS people,
       (SELECT bool_or("actorId" IS NULL) FROM newest) AS unsigned,
       (SELECT json_agg(DISTINCT "action") FROM newest) AS actions,
       (SELECT json_agg(DISTINCT "subjectType") FROM newest) AS subjects`,
    values,
  );
  const [found] = rows;
  const people = (found?.people ?? []).map(({ id, name }) => ({ value: id, label: visible(name) }));
  const unsigned = found?.unsigned ? [{ value: nobody, label: "Nobody signed in" }] : [];
  return {
    people: [...people.sort(byLabel), ...unsigned],
    actions: (found?.actions ?? []).map(toChoice(sentenceOf)).sort(byLabel),
    subjects: (found?.subjects ?? []).map(toChoice(subjectWord)).sort(byLabel),
  };
}

function toChoice(labelOf: (value: string) => string) {
  return (value: string) => ({ value, label: labelOf(value) });
}

function byLabel(a: { label: string }, b: { label: string }): number {
  return a.label.localeCompare(b.label, "en");
}
