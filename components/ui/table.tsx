import type { ComponentProps } from "react";
import { cn } from "./cn";

/* The pattern: a real <table> that becomes two-line cards below 640 px.
     line 1: the row header (name)  ·  cells marked mobile="status" and mobile="action"
     line 2: cells marked mobile="meta", separated by a dot
     unmarked cells are dropped: they are found on the thing's own page.
   Display values other than table strip a table of its meaning, so the roles are spelled out.
   The layout itself is the `.data-table` block of globals.css. */

const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
};

type TableProps = ComponentProps<"table"> & {
  /** Spoken name of the table: "Servers". */
  label: string;
  density?: "comfortable" | "log" | undefined;
};

export function Table({ label, density = "comfortable", className, ...props }: TableProps) {
  return (
    <div className="min-w-0 overflow-x-auto">
      <table
        {...roles.table}
        aria-label={label}
        data-density={density}
        className={cn("data-table", className)}
        {...props}
      />
    </div>
  );
}

export function TableHeader(props: ComponentProps<"thead">) {
  return <thead {...roles.rowgroup} {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...roles.rowgroup} {...props} />;
}

export function TableRow(props: ComponentProps<"tr">) {
  return <tr {...roles.row} {...props} />;
}

export function TableHead({
  className,
  numeric,
  ...props
}: ComponentProps<"th"> & { numeric?: boolean | undefined }) {
  return (
    <th
      {...roles.columnheader}
      scope="col"
      className={cn(numeric && "text-right", className)}
      {...props}
    />
  );
}

/** The cell that names its row; exactly one in each. */
export function TableRowHeader(props: ComponentProps<"th">) {
  return <th {...roles.rowheader} scope="row" {...props} />;
}

type TableCellProps = ComponentProps<"td"> & {
  mobile?: "status" | "action" | "meta" | undefined;
  numeric?: boolean | undefined;
};

export function TableCell({ mobile, numeric, className, ...props }: TableCellProps) {
  return (
    <td
      {...roles.cell}
      data-mobile={mobile}
      className={cn(numeric && "text-right", className)}
      {...props}
    />
  );
}
