import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
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
import { AccountStatus } from "./account-status";
import { LastUsed } from "./last-used";
import type { AccountSummary } from "./types";

export function AccountTable({ accounts }: { accounts: readonly AccountSummary[] }) {
  return (
    <Table label="Service accounts">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Status</TableHead>
          <TableHead>Roles</TableHead>
          <TableHead className="w-28" numeric>
            Tokens
          </TableHead>
          <TableHead>Last used</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {accounts.map((account) => (
          <Row key={account.id} account={account} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ account }: { account: AccountSummary }) {
  const { id, name, description, roles, tokens, lastUsedAt } = account;
  return (
    <TableRow>
      <TableRowHeader>
        <RowLink href={`/projects/${useProjectSlug()}/service-accounts/${id}`}>{name}</RowLink>
        {description ? (
          <span className="line-clamp-1 font-normal text-muted-foreground text-xs max-sm:hidden">
            {description}
          </span>
        ) : null}
      </TableRowHeader>
      <TableCell mobile="status">
        <AccountStatus disabledAt={account.disabledAt} />
      </TableCell>
      <TableCell mobile="meta">
        {roles.length > 0 ? roles.map((role) => role.name).join(", ") : "No role"}
      </TableCell>
      <TableCell numeric mobile="meta">
        <span className="sm:hidden">{counted(tokens, "token")}</span>
        <span className="max-sm:hidden">{tokens}</span>
      </TableCell>
      <TableCell mobile="meta">
        <LastUsed at={lastUsedAt} />
      </TableCell>
    </TableRow>
  );
}
