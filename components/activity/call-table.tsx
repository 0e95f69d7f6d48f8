import type { Outputs } from "@/components/trpc/outputs";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { CallRow } from "./call-row";

export type CallItem = Outputs["activity"]["list"]["items"][number];

type CallTableProps = { calls: readonly CallItem[]; onOpen: (id: string) => void };

export function CallTable({ calls, onOpen }: CallTableProps) {
  return (
    <Table label="Calls" density="log">
      <TableHeader>
        <TableRow>
          <TableHead>Time</TableHead>
          <TableHead>Outcome</TableHead>
          <TableHead>Person</TableHead>
          <TableHead>Client</TableHead>
          <TableHead>Endpoint</TableHead>
          <TableHead>Server · tool</TableHead>
          <TableHead numeric>Duration</TableHead>
          <TableHead numeric>Redacted</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} onOpen={onOpen} />
        ))}
      </TableBody>
    </Table>
  );
}
