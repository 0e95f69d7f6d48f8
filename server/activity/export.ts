import type { Ctx } from "@/server/access/access";
import { readPayloads } from "@/server/activity/export-payloads";
import { type ExportedCall, writerOf } from "@/server/activity/export-row";
import type { ExportCalls } from "@/server/activity/export-words";
import { beyondAll, newestFirst, scopeOf } from "@/server/activity/queries";
import type { CallRow, Search } from "@/server/activity/rows";
import { findEnded, findRunning } from "@/server/activity/search";
import { type ExportFile, exportFile } from "@/server/audit/export-file";
import type { Fact } from "@/server/audit/record";
import { env } from "@/server/infra/env";
import { monthOf, monthsWithoutPayloads } from "@/server/retention/payload-months";

const pageSize = { rows: 4_000, withPayloads: 500 };
/** Bytes of payloads that memory holds at once; of a single call it may be more. */
const portionBytes = 4 << 20;

/**
 * A file of exactly the calls that the page lists by the filter. `decideAgain` is asked before each further page, which
 * holds what that answer allows. Throws `forbidden` without the permission to read calls or, where asked for, payloads.
 */
export function exportCalls(
  ctx: Ctx,
  input: ExportCalls,
  decideAgain: () => Promise<Ctx>,
): Promise<ExportFile> {
  const { format, payloads, filter } = input;
  const act = {
    action: "activity.exported",
    projectId: ctx.projectId,
    subject: { type: "activity", id: null, name: null },
    after: { format, ...(payloads ? { payloads } : {}), ...chosen(filter) },
  } as const;
  return exportFile(ctx, act, format, writerOf(payloads), pagesOf(ctx, input, decideAgain));
}

function chosen(filter: ExportCalls["filter"]): Record<string, Fact> {
  const facts = Object.entries(filter).map(([key, value]): [string, Fact] => [key, value ?? null]);
  return Object.fromEntries(facts.filter(([, fact]) => fact !== null));
}

async function* pagesOf(first: Ctx, input: ExportCalls, decideAgain: () => Promise<Ctx>) {
  const limit = input.payloads ? pageSize.withPayloads : pageSize.rows;
  let search = await searchOf(first, input, first.now);
  let after = beyondAll;
  const running = await findRunning(search);
  const told = new Set(running.map(({ id }) => id));
  let above = running;
  for (;;) {
    const { rows, stoppedAt } = await findEnded(search, after, limit);
    // One that ended while the file was written stands in it already.
    const others = rows.filter(({ id }) => !told.has(id));
    const portions = portionsOf([...above, ...others].sort(newestFirst), input);
    for (const [nth, portion] of portions.entries()) {
      if (nth > 0) search = await searchOf(await decideAgain(), input, first.now);
      yield withPayloads(first.projectId, portion, input);
    }
    const last = rows.at(-1);
    if (!stoppedAt && (!last || rows.length < limit)) return;
    after = stoppedAt ?? (last ? [last.at, last.id] : after);
    above = [];
    search = await searchOf(await decideAgain(), input, first.now);
  }
}

/** The rows of a page, as many together as memory may hold with their payloads; at least one portion. */
function portionsOf(page: readonly CallRow[], { payloads }: ExportCalls): CallRow[][] {
  let room = portionBytes;
  const portions: CallRow[][] = [[]];
  for (const row of page) {
    // Of one that is still running nothing is known.
    const bytes = payloads ? Math.min(row.bytes ?? portionBytes, 2 * env().LIMIT_PAYLOAD_BYTES) : 0;
    if (bytes > room && portions.at(-1)?.length) {
      portions.push([]);
      room = portionBytes;
    }
    portions.at(-1)?.push(row);
    room -= bytes;
  }
  return portions;
}

/** What this person may find now, in the time that the filter spoke of when the export began. */
async function searchOf(ctx: Ctx, { filter, payloads }: ExportCalls, now: Date): Promise<Search> {
  if (payloads) ctx.access.require("activity.readPayload");
  const mayReadPayload = ctx.access.can("activity.readPayload");
  const columns = payloads ? "whole" : "facts";
  return { scope: await scopeOf(ctx), filter, now, mayReadPayload, columns };
}

async function withPayloads(
  projectId: string,
  rows: CallRow[],
  { payloads }: ExportCalls,
): Promise<ExportedCall[]> {
  if (!payloads) return rows.map((row) => ({ row, payloads: null, isRemoved: false }));
  const [bodies, without] = await Promise.all([
    readPayloads(projectId, rows),
    monthsWithoutPayloads(
      projectId,
      rows.map(({ at }) => monthOf(at)),
    ),
  ]);
  return rows.map((row) => ({
    row,
    payloads: bodies.get(row.id) ?? null,
    isRemoved: without.has(monthOf(row.at)),
  }));
}
