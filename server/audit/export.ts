// In: who exports, a filter and a format. Out: a file of exactly the events the filter finds. Promises a permission
// that still holds for every page.
import { sentenceOf } from "@/server/audit/actions";
import type { Row } from "@/server/audit/event";
import { type ExportFile, exportFile, type RowWriter } from "@/server/audit/export-file";
import { beyondAll, positionOf, readRows } from "@/server/audit/queries";
import type { Author, Fact } from "@/server/audit/record";
import type { AuditFilter, ExportEvents } from "@/server/audit/schema";
import { oneLineJson } from "@/server/audit/visible";
import type { Scope } from "@/server/audit/where";

const pageSize = 500;

/** Throws what `exportFile` throws; `requireStill` is asked before each further page and ends the file by throwing. */
export function exportEvents(
  scope: Scope,
  author: Author,
  { format, ...filter }: ExportEvents,
  requireStill: () => Promise<unknown>,
): Promise<ExportFile> {
  const act = {
    action: "audit.exported",
    projectId: scope.projectId,
    subject: { type: "audit", id: null, name: null },
    after: { format, ...chosen(filter) },
  } as const;
  return exportFile(author, act, format, writer, pagesOf(scope, filter, author.now, requireStill));
}

function chosen(filter: AuditFilter): Record<string, Fact> {
  const set = Object.entries(filter).filter(([, value]) => value);
  return Object.fromEntries(set.map(([key, value]) => [key, value ?? null]));
}

async function* pagesOf(
  scope: Scope,
  filter: AuditFilter,
  now: Date,
  requireStill: () => Promise<unknown>,
) {
  let after = beyondAll;
  for (;;) {
    const page = await readRows(scope, filter, { now, after, limit: pageSize });
    yield page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = positionOf(last);
    await requireStill();
  }
}

/** In JSON the values are as they were recorded; only how they are written differs. */
const writer: RowWriter<Row> = {
  columns: [
    ...["time", "person", "person id", "action", "what", "subject type", "subject", "subject id"],
    ...["ip", "user agent", "request id", "before", "after", "event id"],
  ],
  toCells: (row) => [
    ...[row.instant, row.actorName, row.actorId, row.action, sentenceOf(row.action)],
    ...[row.subjectType, row.subjectName, row.subjectId, row.ip, row.userAgent, row.requestId],
    ...[row.before && oneLineJson(row.before), row.after && oneLineJson(row.after), row.id],
  ],
  toJson: (row) => ({
    id: row.id,
    at: row.instant,
    person: { id: row.actorId, name: row.actorName },
    action: row.action,
    what: sentenceOf(row.action),
    subject: { type: row.subjectType, id: row.subjectId, name: row.subjectName },
    from: { ip: row.ip, userAgent: row.userAgent },
    requestId: row.requestId,
    before: row.before,
    after: row.after,
  }),
};
