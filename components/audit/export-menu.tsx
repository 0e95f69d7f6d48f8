"use client";

import { Download, FileJson, FileSpreadsheet, type LucideIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { AuditFilterState } from "./use-audit-filter";

type ExportMenuProps = { path: string; state: AuditFilterState };

/** Files of exactly what the filter finds. */
export function ExportMenu({ path, state }: ExportMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="secondary">
          <Download aria-hidden="true" />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>
          {state.active ? "What the filters find" : "The whole log"}; the export is itself recorded
        </DropdownMenuLabel>
        <Format path={path} state={state} format="csv" icon={FileSpreadsheet}>
          CSV, for spreadsheets
        </Format>
        <Format path={path} state={state} format="jsonl" icon={FileJson}>
          JSON Lines, for programs
        </Format>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

type FormatProps = ExportMenuProps & {
  format: "csv" | "jsonl";
  icon: LucideIcon;
  children: string;
};

function Format({ path, state, format, icon: Icon, children }: FormatProps) {
  const query = new URLSearchParams({ format, ...(state.filter as Record<string, string>) });
  return (
    <DropdownMenuItem asChild>
      {/* Not a Link: the answer is a file, and fetching it ahead would be an export. */}
      <a href={`${path}?${query}`} download>
        <Icon aria-hidden="true" />
        {children}
      </a>
    </DropdownMenuItem>
  );
}
