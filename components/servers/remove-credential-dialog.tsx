"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Consequence } from "./consequence";

type RemoveCredentialDialogProps = {
  server: { id: string; name: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function RemoveCredentialDialog({ server, ...dialog }: RemoveCredentialDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const remove = useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
    }),
  );
  return (
    <ConfirmDialog
      {...dialog}
      title={`Remove the credential of ${server.name}?`}
      confirmLabel="Remove credential"
      consequence={
        <Consequence
          id={server.id}
          after="The server stays, as Needs sign-in, until somebody enters another credential. The old one cannot be brought back."
        />
      }
      onConfirm={() => remove.mutateAsync({ project, server: server.id })}
    />
  );
}
