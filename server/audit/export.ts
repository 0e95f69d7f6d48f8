// In: who exports, a filter and a format. Out: a stream of exactly the events the filter finds. Promises that the export
// itself is recorded before its first byte, and that memory holds one page of it at most.
import { sentenceOf } from "@/server/audit/actions";
import { csvLine } from "@/server/audit/csv";
import type { Row } from "@/server/audit/event";
import { beyondAll, type Position, positionOf, readRows } from "@/server/audit/queries";
import { type Author, type Fact, record } from "@/server/audit/record";
import type { ExportEvents } from "@/server/audit/schema";
import { oneLineJson } from "@/server/audit/visible";
import type { Scope } from "@/server/audit/where";
import { transaction } from "@/server/infra/db";

const pageSize = 500;

export type AuditExport = { contentType: string; body: ReadableStream<Uint8Array> };

/**
 * Throws what writing the event throws. `requireStill` is asked before each further page; when it throws, or the page
 * cannot be read, the stream ends with an error, which a browser shows as a failed download.
 */
export async function exportEvents(
  scope: Scope,
  author: Author,
  { format, ...filter }: ExportEvents,
  requireStill: () => Promise<unknown>,
): Promise<AuditExport> {
  // Read before the export is recorded: it is not part of itself.
  const first = await readRows(scope, filter, {
    now: author.now,
    after: beyondAll,
    limit: pageSize,
  });
  await transaction((tx) =>
    record(tx, author, {
      action: "audit.exported",
      projectId: scope.projectId,
      subject: { type: "audit", id: null, name: null },
      after: { format, ...chosen(filter) },
    }),
  );
  const pages = pagesFrom(first, async (after) => {
    await requireStill();
    return readRows(scope, filter, { now: author.now, after, limit: pageSize });
  });
  const write = format === "csv" ? csvRow : jsonRow;
  // With a byte order mark, without which spreadsheets read UTF-8 as something else.
  const head = format === "csv" ? `\ufeff${csvLine(csvColumns)}` : "";
  return { contentType: contentTypes[format], body: toStream(head, pages, write) };
}

const contentTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

function chosen(filter: Omit<ExportEvents, "format">): Record<string, Fact> {
  const set = Object.entries(filter).filter(([, value]) => value);
  return Object.fromEntries(set.map(([key, value]) => [key, value ?? null]));
}

async function* pagesFrom(first: Row[], next: (after: Position) => Promise<Row[]>) {
  let page = first;
  while (page.length > 0) {
    yield page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    page = await next(positionOf(last));
  }
}

function toStream(
  head: string,
  pages: AsyncGenerator<Row[]>,
  write: (row: Row) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => {
      if (head) controller.enqueue(encoder.encode(head));
    },
    pull: async (controller) => {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(write).join("")));
    },
    cancel: async () => {
      await pages.return(undefined);
    },
  });
}

const csvColumns = [
  ...["time", "person", "person id", "action", "what", "subject type", "subject", "subject id"],
  ...["ip", "user agent", "request id", "before", "after", "event id"],
];

function csvRow(row: Row): string {
  const { instant, actorName, actorId, action, subjectType, subjectName, subjectId } = row;
  return csvLine([
    ...[instant, actorName, actorId, action, sentenceOf(action)],
    ...[subjectType, subjectName, subjectId, row.ip, row.userAgent, row.requestId],
    ...[row.before && oneLineJson(row.before), row.after && oneLineJson(row.after), row.id],
  ]);
}

/** The values as they were recorded; only how they are written differs. */
function jsonRow(row: Row): string {
  return `${oneLineJson({
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
  })}\n`;
}
