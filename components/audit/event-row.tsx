"use client";

import { ChevronRight } from "lucide-react";
import { useId } from "react";
import { Time } from "@/components/data/time";
import { cn } from "@/components/ui/cn";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import { EventDetail } from "./event-detail";
import { subjectIcon } from "./subject-icon";
import type { AuditFilterState } from "./use-audit-filter";
import type { AuditEvent } from "./use-events";

type EventRowProps = {
  event: AuditEvent;
  open: boolean;
  onToggle: () => void;
  onFilter: AuditFilterState["set"];
};

export function EventRow({ event, open, onToggle, onFilter }: EventRowProps) {
  const detail = useId();
  return (
    <>
      <TableRow className={cn("hover:bg-muted", open && "border-muted! bg-muted")}>
        <TableCell mobile="meta" className="whitespace-nowrap text-muted-foreground tabular-nums">
          <Time value={event.at} absolute />
        </TableCell>
        <TableCell mobile="meta" className="max-w-48 truncate">
          {event.person.id === null ? (
            <span className="text-muted-foreground">{event.person.name}</span>
          ) : (
            event.person.name
          )}
        </TableCell>
        <TableRowHeader>
          <button
            type="button"
            data-row-toggle
            aria-expanded={open}
            aria-controls={open ? detail : undefined}
            onClick={onToggle}
            className="-ml-1 flex min-w-0 max-w-full items-center gap-1.5 text-left font-medium text-foreground after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
          >
            <ChevronRight
              aria-hidden="true"
              className={cn(
                "size-4 shrink-0 text-muted-foreground transition-transform",
                open && "rotate-90",
              )}
            />
            <span className={cn("truncate", isAlarming(event.action) && "text-danger")}>
              {event.sentence}
            </span>
          </button>
        </TableRowHeader>
        <TableCell mobile="meta" className="max-w-72">
          <Subject {...event.subject} />
        </TableCell>
        <TableCell className="max-w-44 truncate font-mono text-muted-foreground text-xs">
          {event.ip ?? "–"}
        </TableCell>
      </TableRow>
      {open ? (
        <TableRow className="bg-muted max-sm:pt-0!">
          <TableCell
            id={detail}
            colSpan={5}
            mobile="action"
            className="pt-0! pb-4 align-top whitespace-normal max-sm:basis-full sm:px-2"
          >
            <EventDetail event={event} onFilter={onFilter} />
          </TableCell>
        </TableRow>
      ) : null}
    </>
  );
}

function Subject({ type, word, name }: AuditEvent["subject"]) {
  const Icon = subjectIcon(type);
  return (
    <span className="flex min-w-0 items-center gap-1.5 max-sm:inline">
      <Icon aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground max-sm:hidden" />
      <span className="sr-only">{word}: </span>
      <span className="truncate">{name ?? word}</span>
    </span>
  );
}

/** What a person reading down the page should not miss. */
function isAlarming(action: string): boolean {
  return action === "session.failed" || action === "credential.refused";
}
