"use client";

import { Ban } from "lucide-react";
import { useState } from "react";
import { Time } from "@/components/data/time";
import { useNow } from "@/components/data/use-now";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import { LastUsed } from "./last-used";
import { isLive } from "./token-state";
import type { ServiceToken } from "./types";
import { useRevokeToken } from "./use-service-accounts";

export function TokenTable({ tokens }: { tokens: readonly ServiceToken[] }) {
  const [revoking, setRevoking] = useState<ServiceToken | null>(null);
  return (
    <>
      <Table label="Tokens">
        <TableHeader>
          <TableRow>
            <TableHead>Token</TableHead>
            <TableHead>Status</TableHead>
            <TableHead>Last used</TableHead>
            <TableHead>Created</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {tokens.map((token) => (
            <Row key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </TableBody>
      </Table>
      {revoking ? <RevokeDialog token={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}

type RowProps = { token: ServiceToken; onRevoke: () => void };

function Row({ token, onRevoke }: RowProps) {
  const now = useNow();
  const { name, hint, lastUsedAt, createdAt, createdByName } = token;
  return (
    <TableRow>
      <TableRowHeader>
        {name}
        <span className="block font-normal text-muted-foreground text-xs">
          ends in <code className="font-mono">{hint}</code>
        </span>
      </TableRowHeader>
      <TableCell mobile="meta">
        <TokenStatus token={token} />
      </TableCell>
      <TableCell mobile="meta">
        <LastUsed at={lastUsedAt} />
      </TableCell>
      <TableCell>
        <Time value={createdAt} />
        <span className="block text-muted-foreground text-xs">by {createdByName}</span>
      </TableCell>
      <TableCell mobile="action">
        {now && isLive(token, new Date(now)) ? (
          <span className="flex justify-end">
            <Button variant="ghost" size="sm" aria-label={`Revoke ${name}`} onClick={onRevoke}>
              <Ban aria-hidden="true" />
              Revoke
            </Button>
          </span>
        ) : null}
      </TableCell>
    </TableRow>
  );
}

function TokenStatus({ token: { revokedAt, expiresAt } }: { token: ServiceToken }) {
  const now = useNow();
  if (revokedAt) return <StatusBadge tone="danger" label="Revoked" />;
  if (now && expiresAt <= new Date(now)) return <StatusBadge tone="neutral" label="Ended" />;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <StatusBadge tone="success" label="Works" />
      <span className="text-muted-foreground text-xs">
        ends <Time value={expiresAt} />
      </span>
    </span>
  );
}

function RevokeDialog({ token, onClose }: { token: ServiceToken; onClose: () => void }) {
  const project = useProjectSlug();
  const revoke = useRevokeToken();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke ${token.name}?`}
      consequence={
        <p>
          Whatever uses the token that ends in <code className="font-mono">{token.hint}</code> is
          cut off now. A revoked token never works again.
        </p>
      }
      confirmLabel="Revoke"
      onConfirm={() => revoke.mutateAsync({ project, serviceToken: token.id })}
    />
  );
}
