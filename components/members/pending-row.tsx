"use client";

import { Ban } from "lucide-react";
import { toast } from "sonner";
import { Time } from "@/components/data/time";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { StatusBadge } from "@/components/ui/status-badge";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import { HeldRoles } from "./held-roles";
import type { Invitation, InvitationLink } from "./types";
import { useRenewInvitation, useRevokeInvitation } from "./use-members";

type PendingRowProps = { invitation: Invitation; onLink: (link: InvitationLink) => void };

export function PendingRow({ invitation, onLink }: PendingRowProps) {
  const { email, expired, expiresAt, roles } = invitation;
  return (
    <TableRow>
      <TableRowHeader>
        <span className="block min-w-0 truncate" title={email}>
          {email}
        </span>
      </TableRowHeader>
      <TableCell mobile="meta">
        {expired ? (
          <StatusBadge tone="warning" label="Link has run out" />
        ) : (
          <span className="whitespace-nowrap">
            Ends <Time value={expiresAt} />
          </span>
        )}
      </TableCell>
      <TableCell mobile="meta">
        <HeldRoles member={{ roles }} />
      </TableCell>
      <TableCell>{invitation.invitedBy ?? "Somebody who left"}</TableCell>
      <TableCell mobile="action">
        <Actions invitation={invitation} onLink={onLink} />
      </TableCell>
    </TableRow>
  );
}

function Actions({ invitation: { id, email }, onLink }: PendingRowProps) {
  const project = useProjectSlug();
  const { can } = usePermissions();
  const renew = useRenewInvitation();
  const revoke = useRevokeInvitation();
  if (!can("member.edit")) return null;
  const input = { project, invitation: id };
  const onError = (error: unknown) => void toast.error(messageOf(error));
  return (
    <span className="flex items-center justify-end gap-1">
      <Button
        variant="secondary"
        size="sm"
        aria-label={`New link for ${email}`}
        pending={renew.isPending}
        onClick={() => renew.mutate(input, { onSuccess: onLink, onError })}
      >
        New link
      </Button>
      <RowMenu label={`Actions for ${email}`}>
        <DropdownMenuItem
          danger
          disabled={revoke.isPending}
          onSelect={() => revoke.mutate(input, { onError })}
        >
          <Ban aria-hidden="true" />
          Withdraw
        </DropdownMenuItem>
      </RowMenu>
    </span>
  );
}
