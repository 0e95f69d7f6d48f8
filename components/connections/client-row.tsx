import { ShieldCheck } from "lucide-react";
import { Time } from "@/components/data/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import type { MyGrant } from "./client-table";

export function ClientRow({ grant, onEnd }: { grant: MyGrant; onEnd: () => void }) {
  return (
    <TableRow>
      <TableRowHeader>
        <ClientName grant={grant} />
      </TableRowHeader>
      <TableCell mobile="meta">
        <span className="inline-flex flex-wrap items-center gap-x-2">
          {grant.endpointName}
          <span className="text-muted-foreground text-xs">{grant.projectName}</span>
          {grant.switchedOff ? <Badge>Switched off</Badge> : null}
        </span>
      </TableCell>
      <TableCell>
        <Time value={grant.createdAt} />
      </TableCell>
      <TableCell mobile="meta">
        <span className="sm:hidden">ends </span>
        <Time value={grant.expiresAt} />
      </TableCell>
      <TableCell>
        {grant.lastUsedAt ? (
          <Time value={grant.lastUsedAt} />
        ) : (
          <span className="text-muted-foreground">Not yet</span>
        )}
      </TableCell>
      <TableCell mobile="action">
        <span className="flex justify-end">
          <Button
            variant="secondary"
            size="sm"
            aria-label={`End access of ${grant.clientName} to ${grant.endpointName}`}
            onClick={onEnd}
          >
            End access
          </Button>
        </span>
      </TableCell>
    </TableRow>
  );
}

function ClientName({ grant }: { grant: MyGrant }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="min-w-0 truncate">{grant.clientName}</span>
      {grant.verifiedHost ? (
        <span className="inline-flex items-center gap-1 font-normal text-muted-foreground text-xs">
          <ShieldCheck aria-label="Verified" className="size-3.5 text-success" />
          {grant.verifiedHost}
        </span>
      ) : null}
    </span>
  );
}
