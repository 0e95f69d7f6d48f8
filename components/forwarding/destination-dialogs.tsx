"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { formatWaiting } from "./lag-words";
import type { Destination } from "./types";
import { useDeleteDestination, useRestartDestination } from "./use-forwarding";

type DialogProps = { destination: Destination; onClose: () => void };

export function RestartDialog({ destination, onClose }: DialogProps) {
  const project = useProjectSlug();
  const restart = useRestartDestination();
  const { id, name, deliveredCalls } = destination;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Start ${name} again from the beginning?`}
      consequence={
        <p>
          Everything in the record is sent once more, also the {deliveredCalls.toLocaleString("en")}{" "}
          calls that were delivered. The receiver can tell repeated calls by their ids.
        </p>
      }
      confirmLabel="Start again"
      onConfirm={() => restart.mutateAsync({ project, destination: id })}
    />
  );
}

export function DeleteDialog({ destination, onClose }: DialogProps) {
  const router = useRouter();
  const project = useProjectSlug();
  const remove = useDeleteDestination();
  const { id, name, lag } = destination;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${name}?`}
      consequence={
        <p>
          Nothing more is sent there
          {lag.since ? `, also not the ${formatWaiting(lag)} that wait` : ""}. Its position and
          secrets are gone; what was delivered stays with the receiver, and the record here.
        </p>
      }
      confirmLabel="Delete"
      onConfirm={async () => {
        await remove.mutateAsync({ project, destination: id });
        router.push(`/projects/${project}/settings/forwarding`);
        toast.success(`${name} is deleted`);
      }}
    />
  );
}
