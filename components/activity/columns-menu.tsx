"use client";

import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { columnNames, columns, useHiddenColumns } from "./call-columns";

export function ColumnsMenu() {
  const { isShown, toggle } = useHiddenColumns();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        {/* On a phone a row is a card, which has no columns. */}
        <Button variant="secondary" className="max-sm:hidden">
          <Columns3 aria-hidden="true" />
          Columns
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {columnNames.map((name) => (
          <DropdownMenuCheckboxItem
            key={name}
            checked={isShown(name)}
            onCheckedChange={() => toggle(name)}
          >
            {columns[name]}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
