import { Time } from "@/components/data/time";
import { Badge } from "@/components/ui/badge";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import { AccountActions } from "./account-actions";
import { AccountLabel } from "./account-label";
import { AccountStatus } from "./account-status";
import type { Account } from "./types";
import { useMarkedRow } from "./use-marked-row";

type AccountRowProps = {
  account: Account;
  /** The address leads to this row. */
  marked: boolean;
  onEnter: () => void;
  onDisconnect: () => void;
};

export function AccountRow({ account, marked, ...acts }: AccountRowProps) {
  const { server, lastUsedAt } = account;
  const ref = useMarkedRow(marked);
  return (
    <TableRow ref={ref} aria-selected={marked || undefined}>
      <TableRowHeader>
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="min-w-0 truncate">{server.name}</span>
          <span className="text-muted-foreground text-xs max-sm:hidden">{server.project.name}</span>
          {server.switchedOff ? <Badge>Switched off</Badge> : null}
        </span>
      </TableRowHeader>
      <TableCell mobile="meta">
        <AccountStatus account={account} />
      </TableCell>
      <TableCell mobile="meta" className="text-muted-foreground sm:max-w-72">
        <span className="inline-flex flex-wrap gap-x-1.5">
          <AccountLabel account={account} />
          <span className="wrap-anywhere">at {server.host}</span>
          <span className="sm:hidden">for {server.project.name}</span>
        </span>
      </TableCell>
      <TableCell>
        {lastUsedAt ? (
          <Time value={lastUsedAt} />
        ) : (
          <span className="text-muted-foreground">Not yet</span>
        )}
      </TableCell>
      <TableCell mobile="action">
        <AccountActions account={account} {...acts} />
      </TableCell>
    </TableRow>
  );
}
