import type { ExportProgress } from "@/server/audit/schema";

/** What the rows of a file are, and how many there will be, where that is known. */
export type ExportedRows = {
  rows: "calls" | "events";
  expected?: { total: number; isEstimate: boolean } | undefined;
};

type Words = { title: string; description?: string };

/** What is said of an export; of one that nothing is known of yet, that it begins. */
export function progressWords(progress: ExportProgress | null, file: ExportedRows): Words {
  const { state, rows, message } = progress ?? beginning;
  const soFar = counted(rows, file.rows);
  switch (state) {
    case "done":
      return { title: `Exported ${soFar}` };
    case "cancelled":
      return { title: "The export was cancelled", description: `The file ends after ${soFar}.` };
    case "failed":
      return {
        title: "The export ended early",
        description: `The file is not complete: it ends after ${soFar}. Try again.`,
      };
    case "refused":
      return {
        title: "Nothing was exported",
        ...(message === null ? {} : { description: message }),
      };
    case "running":
      return { title: "Exporting…", description: runningWords(rows, file) };
  }
}

const beginning: ExportProgress = { state: "running", rows: 0, message: null };

function runningWords(rows: number, { rows: noun, expected }: ExportedRows): string {
  if (rows === 0) return "Beginning";
  // An estimate that turned out too low says nothing any more.
  if (!expected || rows > expected.total) return `${counted(rows, noun)} so far`;
  const about = expected.isEstimate ? "about " : "";
  return `${rows.toLocaleString("en")} of ${about}${counted(expected.total, noun)}`;
}

function counted(rows: number, noun: ExportedRows["rows"]): string {
  return `${rows.toLocaleString("en")} ${rows === 1 ? noun.slice(0, -1) : noun}`;
}
