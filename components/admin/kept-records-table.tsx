import { CalendarClock, Lock, LockOpen } from "lucide-react";
import { formatBytes } from "@/components/data/format";
import { Time } from "@/components/data/time";
import { monthWords } from "@/components/retention/retention-words";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { StatusBadge } from "@/components/ui/status-badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import { wordsOfDays } from "@/server/retention/schema";
import { nameOf } from "./kept-record-words";
import type { KeptRecord } from "./types";

type Acts = {
  onPeriod: (record: KeptRecord) => void;
  onHold: (record: KeptRecord) => void;
};

export function KeptRecordsTable({ records, ...acts }: Acts & { records: readonly KeptRecord[] }) {
  return (
    <Table label="Record kept of deleted projects">
      <TableHeader>
        <TableRow>
          <TableHead>Project</TableHead>
          <TableHead>Months</TableHead>
          <TableHead numeric>Size</TableHead>
          <TableHead>Kept</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {records.map((record) => (
          <RecordRow key={record.projectId} record={record} {...acts} />
        ))}
      </TableBody>
    </Table>
  );
}

function RecordRow({ record, onPeriod, onHold }: Acts & { record: KeptRecord }) {
  const { deletedAt, oldestMonth, newestMonth, hold } = record;
  const [first, last] = [monthWords(oldestMonth), monthWords(newestMonth)];
  const HoldIcon = hold ? LockOpen : Lock;
  return (
    <TableRow>
      <TableRowHeader>
        {nameOf(record)}
        {deletedAt ? (
          <span className="block font-normal text-muted-foreground text-xs">
            Deleted <Time value={deletedAt} />
          </span>
        ) : null}
      </TableRowHeader>
      <TableCell>{first === last ? first : `${first} – ${last}`}</TableCell>
      <TableCell numeric mobile="meta">
        {formatBytes(record.bytes)}
      </TableCell>
      <TableCell mobile="meta">
        {hold ? <StatusBadge tone="info" label="On hold" /> : keptWords(record)}
      </TableCell>
      <TableCell mobile="action">
        <span className="flex justify-end">
          <RowMenu label={`Actions for the record of ${nameOf(record)}`}>
            <DropdownMenuItem onSelect={() => onPeriod(record)}>
              <CalendarClock aria-hidden="true" />
              Change the period…
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onHold(record)}>
              <HoldIcon aria-hidden="true" />
              {hold ? "Release the hold…" : "Hold the record…"}
            </DropdownMenuItem>
          </RowMenu>
        </span>
      </TableCell>
    </TableRow>
  );
}

function keptWords({ keepDays, keepPayloadDays }: KeptRecord): string {
  const calls = keepDays === null ? "For ever" : wordsOfDays(keepDays);
  return keepPayloadDays === null ? calls : `${calls}, payloads ${wordsOfDays(keepPayloadDays)}`;
}
