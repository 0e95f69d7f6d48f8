"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { ClientRow } from "./client-row";
import { useEndAccess } from "./use-end-access";

export type MyGrant = {
  id: string;
  clientName: string;
  verifiedHost: string | null;
  endpointName: string;
  projectName: string;
  switchedOff: boolean;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
};

export function ClientTable({ grants }: { grants: readonly MyGrant[] }) {
  const [ending, setEnding] = useState<MyGrant | null>(null);
  const end = useEndAccess();
  return (
    <>
      <Table label="AI clients">
        <TableHeader>
          <TableRow>
            <TableHead>Client</TableHead>
            <TableHead>Endpoint</TableHead>
            <TableHead>Allowed</TableHead>
            <TableHead>Ends</TableHead>
            <TableHead>Last used</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {grants.map((grant) => (
            <ClientRow key={grant.id} grant={grant} onEnd={() => setEnding(grant)} />
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => (open ? undefined : setEnding(null))}
        title={`End access of ${ending?.clientName}?`}
        consequence={
          <p>
            It can no longer use <strong>{ending?.endpointName}</strong> as you, from its next
            request on. To use it again, connect it anew from the client.
          </p>
        }
        confirmLabel="End access"
        onConfirm={() => (ending ? end.mutateAsync({ id: ending.id }) : undefined)}
      />
    </>
  );
}
