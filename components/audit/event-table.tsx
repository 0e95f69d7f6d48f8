"use client";

import { type KeyboardEvent, useState } from "react";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { EventRow } from "./event-row";
import type { AuditFilterState } from "./use-audit-filter";
import type { AuditEvent } from "./use-events";

type EventTableProps = {
  events: readonly AuditEvent[];
  onFilter: AuditFilterState["set"];
};

/** A row opens to what changed. Up and Down go from row to row, Escape closes. */
export function EventTable({ events, onFilter }: EventTableProps) {
  const [open, setOpen] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setOpen((ids) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]));
  return (
    <Table label="Audit log" density="log">
      <TableHeader>
        <TableRow>
          <TableHead>Time</TableHead>
          <TableHead>Person</TableHead>
          <TableHead>Action</TableHead>
          <TableHead>Subject</TableHead>
          <TableHead>From</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody onKeyDown={moveBetweenRows}>
        {events.map((event) => (
          <EventRow
            key={event.id}
            event={event}
            open={open.includes(event.id)}
            onToggle={() => toggle(event.id)}
            onFilter={onFilter}
          />
        ))}
      </TableBody>
    </Table>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>) {
  const toggles = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row-toggle]")];
  const here = toggles.findIndex((toggle) => toggle.matches(":focus"));
  if (here < 0) return;
  if (event.key === "Escape" && toggles[here]?.ariaExpanded === "true") toggles[here].click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  toggles[here + step]?.focus();
}
