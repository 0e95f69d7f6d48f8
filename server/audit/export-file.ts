// In: who exports, and pages of rows. Out: a file, streamed. Promises that the export is recorded before its first byte,
// that memory holds one page at most, and that no row breaks its line or is run as a formula (security: T40, T93).
import { csvLine } from "@/server/audit/csv";
import { type Act, type Author, record } from "@/server/audit/record";
import type { ExportFormat } from "@/server/audit/schema";
import { oneLineJson } from "@/server/audit/visible";
import { transaction } from "@/server/infra/db";

export type ExportFile = {
  format: ExportFormat;
  contentType: string;
  /** Lines above the first row. */
  head: number;
  body: ReadableStream<Uint8Array>;
};

/** How a row is written. */
export type RowWriter<Row> = {
  columns: readonly string[];
  /** In the order of the columns. */
  toCells: (row: Row) => readonly (string | null)[];
  toJson: (row: Row) => object;
};

type Pages<Row> = AsyncGenerator<readonly Row[], void>;

const contentTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/**
 * Throws what reading the first page or writing the event throws. Where a further page cannot be read, the stream ends
 * with that error, which a browser shows as a failed download.
 */
export async function exportFile<Row>(
  author: Author,
  act: Act,
  format: ExportFormat,
  { columns, toCells, toJson }: RowWriter<Row>,
  pages: Pages<Row>,
): Promise<ExportFile> {
  // Read before the export is recorded: it is not part of itself.
  const first = await pages.next();
  await transaction((tx) => record(tx, author, act));
  // With a byte order mark, without which spreadsheets read UTF-8 as something else.
  const head = format === "csv" ? `\ufeff${csvLine(columns)}` : "";
  const write = (row: Row) =>
    format === "csv" ? csvLine(toCells(row)) : `${oneLineJson(toJson(row))}\n`;
  const body = toStream(textOf(head, first, pages, write));
  return { format, contentType: contentTypes[format], head: head ? 1 : 0, body };
}

/** Pieces of the file; none is empty. */
async function* textOf<Row>(
  head: string,
  first: IteratorResult<readonly Row[], void>,
  pages: Pages<Row>,
  write: (row: Row) => string,
): AsyncGenerator<string, void> {
  try {
    if (head) yield head;
    for (let page = first; !page.done; page = await pages.next()) {
      if (page.value.length > 0) yield page.value.map(write).join("");
    }
  } finally {
    await pages.return();
  }
}

function toStream(pieces: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await pieces.return();
    },
  });
}
