import { memo } from "react";
import type { Outputs } from "@/components/trpc/outputs";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useHiddenColumns } from "./call-columns";
import { CallRow } from "./call-row";

export type CallItem = Outputs["activity"]["list"]["items"][number];

type CallTableProps = { calls: readonly CallItem[]; onOpen: (id: string) => void };

/** Remembered: opening a call beside it draws no row anew. */
export const CallTable = memo(function CallTable({ calls, onOpen }: CallTableProps) {
  const { isShown } = useHiddenColumns();
  return (
    <Table label="Calls" density="log">
      <TableHeader>
        <TableRow>
          <TableHead>Time</TableHead>
          <TableHead>Outcome</TableHead>
          {isShown("person") ? <TableHead>Person</TableHead> : null}
          {isShown("client") ? <TableHead>Client</TableHead> : null}
          {isShown("endpoint") ? <TableHead>Endpoint</TableHead> : null}
          <TableHead>Server · tool</TableHead>
          {isShown("duration") ? <TableHead numeric>Duration</TableHead> : null}
          {isShown("redacted") ? <TableHead numeric>Redacted</TableHead> : null}
        </TableRow>
      </TableHeader>
      <TableBody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} onOpen={onOpen} isShown={isShown} />
        ))}
      </TableBody>
    </Table>
  );
});
