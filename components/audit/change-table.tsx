import { ArrowRight } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { FactValue } from "./fact-value";
import type { AuditEvent } from "./use-events";

type Change = AuditEvent["changes"][number];
type ChangeTableProps = { changes: readonly Change[]; unchanged: number };

// Not a <table>: inside another one it would take over the other's form on phones.
const roles = {
  table: { role: "table", "aria-label": "What changed" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
};

/** Field by field: what it was and what it is. One column of values where an act recorded one side only. */
export function ChangeTable({ changes, unchanged }: ChangeTableProps) {
  if (changes.length === 0) {
    return (
      <p className="text-muted-foreground">
        {unchanged > 0 ? "Saved, and nothing was different." : "There is no more to say about it."}
      </p>
    );
  }
  const sides = (["before", "after"] as const).filter((side) =>
    changes.some((change) => side in change),
  );
  return (
    <>
      <div {...roles.table} className="grid divide-y">
        <div
          {...roles.row}
          className={cn(rowStyle(sides.length), "pt-0 text-muted-foreground text-xs max-sm:hidden")}
        >
          <span {...roles.columnheader}>Field</span>
          {sides.map((side) => (
            <span key={side} {...roles.columnheader}>
              {sides.length === 1 ? alone[side] : heads[side]}
            </span>
          ))}
        </div>
        {changes.map((change) => (
          <ChangeRow key={change.field} change={change} sides={sides} />
        ))}
      </div>
      {unchanged > 0 ? (
        <p className="text-muted-foreground text-xs">
          {unchanged === 1 ? "One more field stayed" : `${unchanged} more fields stayed`} the same.
        </p>
      ) : null}
    </>
  );
}

type Side = "before" | "after";

const heads: Record<Side, string> = { before: "Before", after: "After" };
const alone: Record<Side, string> = { before: "Was", after: "Value" };

function rowStyle(sides: number): string {
  return cn(
    "grid gap-x-4 gap-y-1 py-2",
    sides === 2
      ? "sm:grid-cols-[minmax(6rem,11rem)_minmax(0,1fr)_minmax(0,1fr)]"
      : "sm:grid-cols-[minmax(6rem,11rem)_minmax(0,1fr)]",
  );
}

function ChangeRow({ change, sides }: { change: Change; sides: readonly Side[] }) {
  return (
    <div {...roles.row} className={rowStyle(sides.length)}>
      <span {...roles.rowheader} className="text-muted-foreground max-sm:text-xs">
        {change.label}
      </span>
      {sides.map((side) => (
        <span key={side} {...roles.cell} className="flex min-w-0 items-start gap-1.5">
          {side === "after" && sides.length === 2 ? (
            <ArrowRight
              aria-hidden="true"
              className="mt-0.5 size-3.5 shrink-0 text-muted-foreground"
            />
          ) : null}
          <span className={cn("min-w-0 break-words", sides.length === 2 && markOf(change, side))}>
            <FactValue field={change.field} fact={change[side]} />
          </span>
        </span>
      ))}
    </div>
  );
}

const marks = { before: "bg-danger-subtle", after: "bg-success-subtle" };

function markOf(change: Change, side: Side): string | false {
  return side in change && cn("-my-0.5 rounded-sm px-1.5 py-0.5", marks[side]);
}
