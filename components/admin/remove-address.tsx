"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";

export function RemoveAddress({ id, hostPort }: { id: string; hostPort: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.settings.removeEgress.mutationOptions({
      onSuccess: () => toast.success(`${hostPort} is refused again`),
      onSettled: () => queryClient.invalidateQueries(trpc.settings.egress.queryFilter()),
    }),
  );
  return (
    <>
      <Button
        variant="secondary"
        size="sm"
        aria-label={`Remove ${hostPort}`}
        onClick={() => setOpen(true)}
      >
        Remove
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Refuse ${hostPort} again?`}
        consequence={
          <p>Servers at this address can no longer be reached, from the next call on.</p>
        }
        confirmLabel="Remove"
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </>
  );
}
