"use client";

import { Pencil, Power, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { EditDialog } from "./edit-dialog";
import { liveTokens } from "./token-state";
import type { ServiceAccount } from "./types";
import { useDeleteAccount, useToggleAccount } from "./use-service-accounts";

export function AccountActions({ account }: { account: ServiceAccount }) {
  const project = useProjectSlug();
  const [open, setOpen] = useState<"edit" | "off" | "delete">();
  const close = () => setOpen(undefined);
  const toggle = useToggleAccount();
  const isOn = account.disabledAt === null;
  const switchOn = () =>
    toggle.mutate(
      { project, account: account.id, enabled: true },
      { onError: (error) => void toast.error(messageOf(error)) },
    );
  return (
    <>
      <Button variant="secondary" onClick={() => setOpen("edit")}>
        <Pencil aria-hidden="true" />
        Edit
      </Button>
      <Button
        variant="secondary"
        pending={toggle.isPending}
        disabledReason={isOn ? undefined : (account.issuingRefusal ?? undefined)}
        onClick={isOn ? () => setOpen("off") : switchOn}
      >
        <Power aria-hidden="true" />
        {isOn ? "Switch off…" : "Switch on"}
      </Button>
      <RowMenu label={`More actions for ${account.name}`}>
        <DropdownMenuItem danger onSelect={() => setOpen("delete")}>
          <Trash2 aria-hidden="true" />
          Delete…
        </DropdownMenuItem>
      </RowMenu>
      {open === "edit" ? <EditDialog account={account} onClose={close} /> : null}
      {open === "off" ? <OffDialog account={account} onClose={close} /> : null}
      {open === "delete" ? <DeleteDialog account={account} onClose={close} /> : null}
    </>
  );
}

type DialogProps = { account: ServiceAccount; onClose: () => void };

function OffDialog({ account, onClose }: DialogProps) {
  const project = useProjectSlug();
  const toggle = useToggleAccount();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Switch off ${account.name}?`}
      consequence={
        <p>
          {stopping(account)} When you switch the account on again, tokens that have not ended work
          as before.
        </p>
      }
      confirmLabel="Switch off"
      onConfirm={() => toggle.mutateAsync({ project, account: account.id, enabled: false })}
    />
  );
}

function DeleteDialog({ account, onClose }: DialogProps) {
  const router = useRouter();
  const project = useProjectSlug();
  const remove = useDeleteAccount();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${account.name}?`}
      consequence={
        <p>{stopping(account)} The account is gone for ever; the record of its calls stays.</p>
      }
      confirmLabel="Delete"
      onConfirm={async () => {
        await remove.mutateAsync({ project, account: account.id });
        router.push(`/projects/${project}/service-accounts`);
        toast.success(`${account.name} is deleted`);
      }}
    />
  );
}

function stopping({ tokens }: ServiceAccount): string {
  const live = liveTokens(tokens, new Date()).length;
  if (live === 0) return "It has no token that works.";
  return `${counted(live, "token")} ${live === 1 ? "stops" : "stop"} working now.`;
}
