"use client";

import { FileJson } from "lucide-react";
import { ExportMenu, plainFiles } from "@/components/data/export-menu";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { toExportWords } from "./export-words";
import type { CallFilterState } from "./use-call-filter";
import { useHistogram } from "./use-calls";

const withPayloads = {
  label: "JSON Lines, with payloads",
  icon: FileJson,
  words: { format: "jsonl", payloads: "1" },
};

export function CallsExport({ state }: { state: CallFilterState }) {
  const { can } = usePermissions();
  const { data: chart } = useHistogram(state.filter, false);
  const expected = chart && { total: chart.total, isEstimate: chart.estimatedBy !== null };
  return (
    <ExportMenu
      path={`/projects/${useProjectSlug()}/activity/export`}
      filter={toExportWords(state.filter)}
      what="What the filters find"
      file={{ rows: "calls", expected }}
      files={can("activity.readPayload") ? [...plainFiles, withPayloads] : plainFiles}
    />
  );
}
