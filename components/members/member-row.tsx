"use client";

import { LogOut, UserMinus, UsersRound } from "lucide-react";
import { Time } from "@/components/data/time";
import { count } from "@/components/projects/count";
import { usePermissions } from "@/components/projects/use-permissions";
import { Badge } from "@/components/ui/badge";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import { LastSeen } from "./last-seen";
import { RoleMenu } from "./role-menu";
import type { Member } from "./types";

type MemberRowProps = { member: Member; onRemove: () => void };

export function MemberRow({ member, onRemove }: MemberRowProps) {
  const { person, you, disabled, clients, accounts } = member;
  return (
    <TableRow>
      <TableRowHeader>
        <span className="flex flex-wrap items-center gap-x-2">
          {person.name}
          {you ? <Badge>You</Badge> : null}
          {disabled ? <Badge tone="warning">Disabled</Badge> : null}
        </span>
        <span className="block truncate font-normal text-muted-foreground text-xs">
          {person.email}
        </span>
      </TableRowHeader>
      <TableCell mobile="meta">
        <RoleMenu member={member} />
      </TableCell>
      <TableCell mobile="meta">
        <LastSeen at={member.lastSeenAt} />
      </TableCell>
      <TableCell>
        <Connections clients={clients} accounts={accounts} />
      </TableCell>
      <TableCell>
        <Time value={member.joinedAt} />
      </TableCell>
      <TableCell mobile="action">
        <span className="flex justify-end">
          <Menu member={member} onRemove={onRemove} />
        </span>
      </TableCell>
    </TableRow>
  );
}

function Connections({ clients, accounts }: { clients: number; accounts: number }) {
  if (clients + accounts === 0) return <span className="text-muted-foreground">None</span>;
  const parts = [
    ...(clients > 0 ? [count(clients, "AI client")] : []),
    ...(accounts > 0 ? [count(accounts, "account")] : []),
  ];
  return <>{parts.join(", ")}</>;
}

function Menu({ member, onRemove }: MemberRowProps) {
  const { can } = usePermissions();
  const { person, you, lastAdministrator } = member;
  const refusal = refusalOf(member);
  if (!you && !can("member.edit")) return null;
  const Icon = you ? LogOut : UserMinus;
  return (
    <RowMenu label={`Actions for ${person.name}`}>
      <DropdownMenuItem danger disabled={refusal !== null} onSelect={onRemove}>
        <Icon aria-hidden="true" />
        {you ? "Leave project…" : "Remove…"}
      </DropdownMenuItem>
      {refusal ? (
        <p className="flex max-w-64 gap-2 px-2 py-1 text-muted-foreground text-xs">
          {lastAdministrator ? (
            <UsersRound aria-hidden="true" className="size-3.5 shrink-0" />
          ) : null}
          {refusal}
        </p>
      ) : null}
    </RowMenu>
  );
}

function refusalOf({ lastAdministrator, you, refusal }: Member): string | null {
  if (lastAdministrator)
    return "The last administrator cannot go. Make somebody else an administrator first.";
  return you ? null : refusal;
}
