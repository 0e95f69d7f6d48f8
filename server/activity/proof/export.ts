// In: an administrator of the installation. Out: a file of all checkpoints, as they stand in the database, to be kept where
// nobody who administers it can change them; `activity:verify -- --checkpoints` takes it.
import { z } from "zod";
import type { CheckpointRow } from "@/server/activity/proof/checkpoint-row";
import { pagesOfCheckpoints } from "@/server/activity/proof/verify-checkpoints";
import { type ExportFile, exportFile, type RowWriter } from "@/server/audit/export-file";
import type { Author } from "@/server/audit/record";
import { pool } from "@/server/infra/pg";

/** There is one format, so that the file fits the command. */
export const ExportCheckpoints = z.object({ format: z.literal("jsonl") });

const writer: RowWriter<CheckpointRow> = {
  columns: [],
  toCells: () => [],
  toJson: ({ number, body, mac }) => ({ number, body, mac }),
};

const pageSize = 1_000;

/** Throws what `exportFile` throws; `requireStill` is asked before each further page and ends the file by throwing. */
export function exportCheckpoints(
  author: Author,
  requireStill: () => Promise<unknown>,
): Promise<ExportFile> {
  const act = {
    action: "activity.checkpoints_exported",
    projectId: null,
    subject: { type: "activity", id: null, name: null },
  } as const;
  return exportFile(author, act, "jsonl", writer, pagesOf(requireStill));
}

async function* pagesOf(requireStill: () => Promise<unknown>) {
  for await (const page of pagesOfCheckpoints(pool(), pageSize)) {
    yield page;
    await requireStill();
  }
}
