"use client";

import { Download, FileJson, FileSpreadsheet, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ExportedRows } from "./export-progress-words";
import { ExportToast } from "./export-toast";

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
  file: ExportedRows;
  files?: readonly Choice[];
};

/** Files of exactly what the filter finds. */
export function ExportMenu({ path, filter, what, file, files = plainFiles }: ExportMenuProps) {
  const [id, setId] = useState("");
  const [begun, setBegun] = useState<readonly string[]>([]);
  const hrefOf = (words: Words) =>
    `${path}?${new URLSearchParams({ ...filter, ...words, progress: id })}`;
  return (
    <>
      <DropdownMenu onOpenChange={(open) => open && setId(newExportId())}>
        <DropdownMenuTrigger asChild>
          <Button variant="secondary">
            <Download aria-hidden="true" />
            Export
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuLabel>{what}; the export is itself recorded</DropdownMenuLabel>
          {files.map(({ label, icon: Icon, words }) => (
            <DropdownMenuItem key={label} asChild onSelect={() => setBegun([...begun, id])}>
              {/* Not a Link: the answer is a file, and fetching it ahead would be an export. */}
              <a href={hrefOf(words)} download>
                <Icon aria-hidden="true" />
                {label}
              </a>
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      {begun.map((one) => (
        <ExportToast key={one} id={one} file={file} />
      ))}
    </>
  );
}

/** Also where the page is not secure, and `randomUUID` is missing. */
function newExportId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
