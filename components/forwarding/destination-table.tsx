import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { RowLink } from "@/components/ui/row-link";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import { DestinationStatus } from "./destination-status";
import { formatWaiting } from "./lag-words";
import type { Destination } from "./types";
import { kindWords } from "./words";

export function DestinationTable({ destinations }: { destinations: readonly Destination[] }) {
  return (
    <Table label="Destinations">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Status</TableHead>
          <TableHead>Kind</TableHead>
          <TableHead>Waiting</TableHead>
          <TableHead>Last delivered</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {destinations.map((destination) => (
          <Row key={destination.id} destination={destination} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ destination }: { destination: Destination }) {
  const { id, name, kind, url, lastError, lag, deliveredAt } = destination;
  const href = `/projects/${useProjectSlug()}/settings/forwarding/${id}`;
  return (
    <TableRow>
      <TableRowHeader>
        <RowLink href={href}>{name}</RowLink>
        <span className="line-clamp-1 break-all font-mono font-normal text-muted-foreground text-xs max-sm:hidden">
          {new URL(url).host}
        </span>
      </TableRowHeader>
      <TableCell mobile="status">
        <DestinationStatus destination={destination} />
        {lastError ? (
          <span className="line-clamp-1 text-muted-foreground text-xs max-sm:hidden">
            {lastError}
          </span>
        ) : null}
      </TableCell>
      <TableCell mobile="meta">{kindWords[kind]}</TableCell>
      <TableCell mobile="meta">
        {lag.since ? formatWaiting(lag) : "Nothing"}
        <span className="sm:hidden"> waiting</span>
      </TableCell>
      <TableCell mobile="meta">
        <span className="sm:hidden">{deliveredAt ? "Delivered " : "Delivered: "}</span>
        {deliveredAt ? <Time value={deliveredAt} /> : "Never"}
      </TableCell>
    </TableRow>
  );
}
