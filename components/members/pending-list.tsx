"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { MailPlus } from "lucide-react";
import { useState } from "react";
import { QueryState } from "@/components/trpc/query-state";
import { Empty } from "@/components/ui/empty";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { LinksDialog } from "./links-dialog";
import { PendingRow } from "./pending-row";
import type { Invitation, InvitationLink } from "./types";

export function PendingList({ query }: { query: UseQueryResult<Invitation[], unknown> }) {
  const [link, setLink] = useState<InvitationLink | null>(null);
  return (
    <>
      <QueryState query={query} subject="The invitations">
        {(invitations) =>
          invitations.length === 0 ? (
            <Empty icon={MailPlus} title="Nobody is waiting to join">
              Invite people by e-mail address: each gets a link of their own, which you pass on. It
              works once, for 24 hours.
            </Empty>
          ) : (
            <PendingTable invitations={invitations} onLink={setLink} />
          )
        }
      </QueryState>
      {link ? <LinksDialog links={[link]} onClose={() => setLink(null)} /> : null}
    </>
  );
}

type PendingTableProps = {
  invitations: readonly Invitation[];
  onLink: (link: InvitationLink) => void;
};

function PendingTable({ invitations, onLink }: PendingTableProps) {
  return (
    <Table label="Pending invitations">
      <TableHeader>
        <TableRow>
          <TableHead>E-mail</TableHead>
          <TableHead>State</TableHead>
          <TableHead>Roles</TableHead>
          <TableHead>Invited by</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {invitations.map((invitation) => (
          <PendingRow key={invitation.id} invitation={invitation} onLink={onLink} />
        ))}
      </TableBody>
    </Table>
  );
}
