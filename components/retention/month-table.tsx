"use client";

import { formatBytes } from "@/components/data/format";
import { useNow } from "@/components/data/use-now";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import { goesWords, monthWords, type Retention, rounded } from "./retention-words";

type Month = Retention["months"][number];

/** What there is, month by month, and when it goes. */
export function MonthTable({ months, isHeld }: { months: readonly Month[]; isHeld: boolean }) {
  return (
    <Table label="Months of the record">
      <TableHeader>
        <TableRow>
          <TableHead>Month</TableHead>
          <TableHead numeric>Calls</TableHead>
          <TableHead numeric>Size</TableHead>
          <TableHead numeric>Payloads</TableHead>
          <TableHead>Calls go</TableHead>
          <TableHead>Payloads go</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {months.map((month) => (
          <MonthRow key={month.month} month={month} isHeld={isHeld} />
        ))}
      </TableBody>
    </Table>
  );
}

function MonthRow({ month, isHeld }: { month: Month; isHeld: boolean }) {
  const now = useNow();
  return (
    <TableRow>
      <TableRowHeader>{monthWords(month.month)}</TableRowHeader>
      <TableCell numeric mobile="meta">
        {callsOf(month)}
        <span className="sm:hidden"> calls</span>
      </TableCell>
      <TableCell numeric mobile="meta">
        {formatBytes(month.bytes)}
      </TableCell>
      <TableCell numeric>
        {month.hasPayloads ? formatBytes(month.payloadBytes) : "Removed"}
      </TableCell>
      <TableCell mobile="status">{goesWords(month.callsGoAt, now, isHeld)}</TableCell>
      <TableCell>
        {month.hasPayloads ? goesWords(month.payloadsGoAt, now, isHeld) : "Gone"}
      </TableCell>
    </TableRow>
  );
}

function callsOf({ calls, isEstimate }: Month): string {
  return isEstimate ? `≈ ${rounded(calls).toLocaleString("en")}` : calls.toLocaleString("en");
}
