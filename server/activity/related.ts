import type { Ctx } from "@/server/access/access";
import { type CallRecord, requireCall } from "@/server/activity/call";
import { begunConditions, Parameters } from "@/server/activity/filter";
import { scopeOf, soundCursor } from "@/server/activity/queries";
import { beyond, instant, type Position } from "@/server/activity/rows";
import { type ListRelated, type Outcome, toOutcome } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";
import { encodeCursor } from "@/server/core/page";

/** A call beside another one. */
type RelatedCall = {
  id: string;
  startedAt: Date;
  outcome: Outcome;
  method: string;
  serverName: string | null;
  toolName: string | null;
  durationMs: number;
  attempts: number;
};

/** `by`: what the calls share; null when this one came with neither a session nor an access of its own. */
export type RelatedPage = {
  by: "session" | "access" | null;
  items: RelatedCall[];
  nextCursor: string | null;
};

/** Minutes on either side of a call: of the same session, and of the same access without one. */
const near = { session: 1_440, access: 10 };

/** As many calls of the person are looked through for a page. */
const walked = 5_000;

/**
 * The ended calls before or after one, nearest first: of the same MCP session or, where the protocol has none, with the
 * same access within ten minutes. A page may be short and still have a next one.
 */
export async function listRelated(ctx: Ctx, input: ListRelated): Promise<RelatedPage> {
  const call = await requireCall(ctx, input.id);
  const tie = tieOf(call);
  if (!tie) return { by: null, items: [], nextCursor: null };
  const from: Position = input.cursor ? soundCursor(input.cursor) : [call.at, call.id];
  const { rows, end } = await walk(ctx, { call, tie, from }, input);
  const items = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? items.at(-1) : undefined;
  const next = last ? [last.at, last.id] : end;
  return {
    by: tie.by,
    items: items.map(({ at: _at, outcome, ...row }) => ({ ...row, outcome: toOutcome(outcome) })),
    nextCursor: next ? encodeCursor(next) : null,
  };
}

type Tie = { by: "session" | "access"; column: "sessionId" | "grantId"; id: string };

function tieOf({ sessionId, grantId }: CallRecord): Tie | null {
  if (sessionId) return { by: "session", column: "sessionId", id: sessionId };
  return grantId ? { by: "access", column: "grantId", id: grantId } : null;
}

type Row = Omit<RelatedCall, "outcome"> & { outcome: string; at: string };
type Found = Row & { walked: number; endAt: string; endId: string };
type Walk = { call: CallRecord; tie: Tie; from: Position };

const sides = {
  earlier: { sign: "<", order: "DESC", back: "ASC" },
  later: { sign: ">", order: "ASC", back: "DESC" },
} as const;

/** `end`: where it stopped looking before it was through. */
async function walk(ctx: Ctx, { call, tie, from }: Walk, { side, limit }: ListRelated) {
  const { sign, order, back } = sides[side];
  const parameters = new Parameters();
  const [moment, minutes] = [parameters.add(call.at, "timestamptz"), near[tie.by]];
  const where = [
    // Sessions and accesses are a person's: their calls are found by an index.
    ...begunConditions(await scopeOf(ctx), { personId: call.userId }, ctx.now, parameters),
    `c."startedAt" BETWEEN ${moment} - interval '${minutes} minutes' AND ${moment} + interval '${minutes} minutes'`,
    beyond(sign, from, parameters),
  ].join(" AND ");
  const shown = `c."id", c."startedAt", c."outcome", c."method", c."serverName", c."toolName", c."durationMs", c."attempts"`;
  const text = `WITH walked AS MATERIALIZED (SELECT ${shown}, c."${tie.column}" AS tie, ${instant} AS at
      FROM "ActivityLog" c WHERE ${where} ORDER BY c."startedAt" ${order}, c."id" ${order} LIMIT ${walked}),
    fact AS (SELECT count(*)::int AS walked FROM walked),
    last AS (SELECT w.at AS "endAt", w."id" AS "endId" FROM walked w ORDER BY w.at ${back}, w."id" ${back} LIMIT 1)
    SELECT fact.*, last.*, c.* FROM fact CROSS JOIN last LEFT JOIN LATERAL (SELECT w.* FROM walked w
      WHERE w.tie = ${parameters.add(tie.id, "uuid")} ORDER BY w.at ${order}, w."id" ${order}
      LIMIT ${parameters.add(limit + 1, "int")}) c ON true ORDER BY c.at ${order}, c."id" ${order}`;
  const found = await askRecord<Found>({ text, values: parameters.values });
  const [first] = found;
  const end: Position | null = first && first.walked === walked ? [first.endAt, first.endId] : null;
  return { rows: found.filter(({ id }) => id !== null).map(toRow), end };
}

function toRow({ walked: _walked, endAt: _endAt, endId: _endId, ...row }: Found): Row {
  const { id, startedAt, outcome, method, serverName, toolName, durationMs, attempts, at } = row;
  return { id, startedAt, outcome, method, serverName, toolName, durationMs, attempts, at };
}
