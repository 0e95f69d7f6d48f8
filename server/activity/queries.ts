import type { Ctx } from "@/server/access/access";
import type { Scope } from "@/server/activity/filter";
import type { CallRow, Position } from "@/server/activity/rows";
import { type ListCalls, type Outcome, toOutcome } from "@/server/activity/schema";
import { findEnded, findRunning } from "@/server/activity/search";
import { decodeCursor, encodeCursor, type Page, toPage } from "@/server/core/page";
import { endpointScope } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";

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
  /** How many this row stands for: refused ones that were alike are counted in one. */
  attempts: number;
  /** How many things filters took out; null when none was on. */
  redacted: number | null;
};

/** `searchedTo`: where a search for text stopped for now; the cursor goes on from there. */
export type CallPage = Page<Call> & { searchedTo: Date | null };

/** Before the newest call. */
export const beyondAll: Position = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Newest first, of the endpoints one may see. The first page also shows, above `limit`, the calls that are still running. */
export async function listCalls(ctx: Ctx, input: ListCalls): Promise<CallPage> {
  const mayReadPayload = ctx.access.can("activity.readPayload");
  const search = { scope: await scopeOf(ctx), filter: input, now: ctx.now, mayReadPayload };
  const after = input.cursor ? soundCursor(input.cursor) : beyondAll;
  const [ended, running] = await Promise.all([
    findEnded(search, after, input.limit + 1),
    input.cursor ? [] : findRunning(search),
  ]);
  const page = toPage(ended.rows, input.limit, ({ at, id }) => [at, id]);
  const items = [...running, ...page.items].sort(newestFirst).map(toCall);
  if (!ended.stoppedAt) return { items, nextCursor: page.nextCursor, searchedTo: null };
  const nextCursor = encodeCursor(ended.stoppedAt);
  return { items, nextCursor, searchedTo: new Date(ended.stoppedAt[0]) };
}

/** The calls one may see. Throws `forbidden` without the permission to see any. */
export async function scopeOf(ctx: Ctx): Promise<Scope> {
  const { projectId } = ctx.access.where("activity.read");
  return { projectId, endpoints: await endpointScope(db(), ctx, "endpoint.read") };
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A position that we gave out; throws `bad_request` for any other. */
export function soundCursor(cursor: string): Position {
  const [at = "", id = ""] = decodeCursor(cursor, 2);
  if (instant.test(at) && uuid.test(id)) return [at, id];
  // What is no instant and no id is answered as a cursor that is not ours.
  decodeCursor("", 2);
  return beyondAll;
}

export function newestFirst(a: CallRow, b: CallRow): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function toCall({ at, outcome, ...row }: CallRow): Call {
  return { ...row, startedAt: new Date(at), outcome: toOutcome(outcome) };
}
