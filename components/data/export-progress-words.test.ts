import { expect, test } from "vitest";
import type { ExportProgress } from "@/server/audit/schema";
import { type ExportedRows, progressWords } from "./export-progress-words";

const at = (state: ExportProgress["state"], rows: number, message: string | null = null) => ({
  ...{ state, rows, message },
});
const exact: ExportedRows = { rows: "calls", expected: { total: 12_000, isEstimate: false } };
const about: ExportedRows = { rows: "calls", expected: { total: 1_100_000, isEstimate: true } };
const unknown: ExportedRows = { rows: "events" };

test.each<[string, ExportProgress | null, ExportedRows, string, string | undefined]>([
  ["not heard of yet", null, exact, "Exporting…", "Beginning"],
  ["of an exact number", at("running", 4_000), exact, "Exporting…", "4,000 of 12,000 calls"],
  ["of an estimate", at("running", 1), about, "Exporting…", "1 of about 1,100,000 calls"],
  ["beyond an estimate", at("running", 1_200_000), about, "Exporting…", "1,200,000 calls so far"],
  ["of nobody knows how many", at("running", 1), unknown, "Exporting…", "1 event so far"],
  ["done", at("done", 1), exact, "Exported 1 call", undefined],
  ["done, empty", at("done", 0), unknown, "Exported 0 events", undefined],
  [
    ...(["failed", at("failed", 2_000), exact, "The export ended early"] as const),
    "The file is not complete: it ends after 2,000 calls. Try again.",
  ],
  [
    ...(["cancelled", at("cancelled", 2), exact, "The export was cancelled"] as const),
    "The file ends after 2 calls.",
  ],
  ["refused", at("refused", 0, "Try later."), exact, "Nothing was exported", "Try later."],
])("an export that is %s", (_, progress, file, title, description) => {
  expect(progressWords(progress, file)).toEqual({ title, ...(description && { description }) });
});
