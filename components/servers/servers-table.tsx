import { Time } from "@/components/data/time";
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
import { counted } from "./counted";
import { ServerRowMenu } from "./server-row-menu";
import { ServerStatus } from "./server-status";
import { signInLabel } from "./sign-in-label";
import type { ServerRow } from "./types";

export function ServersTable({ servers, base }: { servers: readonly ServerRow[]; base: string }) {
  return (
    <Table label="Servers">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Status</TableHead>
          <TableHead>Sign-in</TableHead>
          <TableHead numeric>Tools</TableHead>
          <TableHead>Used by</TableHead>
          <TableHead>Last call</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {servers.map((server) => (
          <Row key={server.id} server={server} href={`${base}/${server.slug}`} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ server, href }: { server: ServerRow; href: string }) {
  return (
    <TableRow>
      <TableRowHeader>
        <RowLink href={href}>{server.name}</RowLink>
        <span className="ml-2 font-mono font-normal text-muted-foreground text-xs max-sm:hidden">
          {server.host}
        </span>
      </TableRowHeader>
      <TableCell mobile="status">
        <ServerStatus server={server} />
      </TableCell>
      <TableCell>{signInLabel(server)}</TableCell>
      <TableCell numeric mobile="meta">
        <span className="sm:hidden">{counted(server.tools, "tool")}</span>
        <span className="max-sm:hidden">{server.tools}</span>
      </TableCell>
      <TableCell mobile="meta">
        {server.endpoints === 0 ? (
          <span className="text-muted-foreground">No endpoint</span>
        ) : (
          counted(server.endpoints, "endpoint")
        )}
      </TableCell>
      <TableCell mobile="meta">
        {server.lastCallAt ? (
          <Time value={server.lastCallAt} />
        ) : (
          <span className="text-muted-foreground">No recent call</span>
        )}
      </TableCell>
      <TableCell mobile="action" className="sm:w-0">
        <ServerRowMenu server={server} href={href} />
      </TableCell>
    </TableRow>
  );
}
