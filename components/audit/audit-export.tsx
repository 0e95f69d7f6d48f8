"use client";

import { ExportMenu } from "@/components/data/export-menu";
import type { AuditFilterState } from "./use-audit-filter";

type AuditExportProps = { path: string; state: AuditFilterState };

export function AuditExport({ path, state }: AuditExportProps) {
  const what = state.active ? "What the filters find" : "The whole log";
  // Only what is set stands in it, and all of it is text.
  return (
    <ExportMenu
      path={path}
      what={what}
      file={{ rows: "events" }}
      filter={state.filter as Record<string, string>}
    />
  );
}
