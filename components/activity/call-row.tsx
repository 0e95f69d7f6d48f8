import { type MouseEvent, memo } from "react";
import { Duration } from "@/components/data/duration";
import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { RowLink } from "@/components/ui/row-link";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import { AttemptsBadge } from "./attempts-badge";
import type { Column } from "./call-columns";
import type { CallItem } from "./call-table";
import { OutcomeBadge } from "./outcome-badge";

type CallRowProps = {
  call: CallItem;
  onOpen: (id: string) => void;
  isShown: (column: Column) => boolean;
};

/** Remembered: among hundreds of rows only those are drawn anew that changed. */
export const CallRow = memo(function CallRow({ call, onOpen, isShown }: CallRowProps) {
  const project = useProjectSlug();
  const openHere = (event: MouseEvent) => {
    // With a modifier the browser opens the link elsewhere.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(call.id);
  };
  return (
    <TableRow>
      <TableCell mobile="meta" className="whitespace-nowrap text-muted-foreground">
        <Time value={call.startedAt} absolute />
      </TableCell>
      <TableCell mobile="status">
        <OutcomeBadge outcome={call.outcome} />
      </TableCell>
      {isShown("person") ? (
        <TableCell mobile="meta" className="max-w-40 truncate">
          {call.userName ?? "–"}
        </TableCell>
      ) : null}
      {isShown("client") ? (
        <TableCell className="max-w-40 truncate">{call.clientName ?? "–"}</TableCell>
      ) : null}
      {isShown("endpoint") ? (
        <TableCell className="max-w-48 truncate">{call.endpointName}</TableCell>
      ) : null}
      <TableRowHeader className="sm:max-w-72">
        <span className="flex min-w-0 items-center gap-1.5">
          {call.serverName ? (
            <span className="max-w-40 shrink-0 truncate text-muted-foreground max-sm:hidden">
              {call.serverName} ·
            </span>
          ) : null}
          <RowLink
            href={`/projects/${project}/activity?call=${call.id}`}
            onClick={openHere}
            className="truncate font-mono text-xs"
          >
            {call.toolName ?? call.method}
          </RowLink>
          <AttemptsBadge attempts={call.attempts} />
        </span>
      </TableRowHeader>
      {isShown("duration") ? (
        <TableCell numeric mobile="meta" className="whitespace-nowrap">
          {call.durationMs === null || call.attempts > 1 ? "–" : <Duration ms={call.durationMs} />}
        </TableCell>
      ) : null}
      {isShown("redacted") ? (
        <TableCell numeric className="text-muted-foreground">
          {call.redacted === null ? "–" : call.redacted.toLocaleString("en")}
        </TableCell>
      ) : null}
    </TableRow>
  );
});
