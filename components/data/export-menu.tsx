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

type Words = Readonly<Record<string, string>>;
type Choice = { label: string; icon: LucideIcon; words: Words };

export const plainFiles: readonly Choice[] = [
  { label: "CSV, for spreadsheets", icon: FileSpreadsheet, words: { format: "csv" } },
  { label: "JSON Lines, for programs", icon: FileJson, words: { format: "jsonl" } },
];

type ExportMenuProps = {
  path: string;
  /** The filter, as the export understands it. */
  filter: Words;
  /** What the file will hold, such as “The whole log”. */
  what: string;
  files?: readonly Choice[];
};

/** Files of exactly what the filter finds. */
export function ExportMenu({ path, filter, what, files = plainFiles }: ExportMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="secondary">
          <Download aria-hidden="true" />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>{what}; the export is itself recorded</DropdownMenuLabel>
        {files.map(({ label, icon: Icon, words }) => (
          <DropdownMenuItem key={label} asChild>
            {/* Not a Link: the answer is a file, and fetching it ahead would be an export. */}
            <a href={`${path}?${new URLSearchParams({ ...filter, ...words })}`} download>
              <Icon aria-hidden="true" />
              {label}
            </a>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
