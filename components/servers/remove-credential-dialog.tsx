"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Consequence } from "./consequence";

type RemoveCredentialDialogProps = {
  server: { id: string; name: string; credentialMode: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Disconnects the shared account, or one's own where each person has theirs. */
export function RemoveCredentialDialog({ server, ...dialog }: RemoveCredentialDialogProps) {
  const personal = server.credentialMode === "personal";
  const disconnect = useDisconnect(server.id, personal);
  return (
    <ConfirmDialog
      {...dialog}
      title={personal ? `Disconnect your account at ${server.name}?` : `Disconnect ${server.name}?`}
      confirmLabel="Disconnect"
      consequence={personal ? <OwnConsequence /> : <Consequence id={server.id} after={after} />}
      onConfirm={disconnect}
    />
  );
}

const after =
  "The server stays, as Needs sign-in, until somebody connects an account. What is stored is erased and, where the service offers it, revoked there.";

function OwnConsequence() {
  return (
    <p>
      Calls made for you fail until you connect an account again; nobody else's change. What is
      stored is erased and, where the service offers it, revoked there.
    </p>
  );
}

function useDisconnect(server: string, personal: boolean) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const onSuccess = async () => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.servers.pathFilter()),
      queryClient.invalidateQueries(trpc.connections.pathFilter()),
    ]);
  };
  const shared = useMutation(trpc.credentials.remove.mutationOptions({ onSuccess }));
  const own = useMutation(trpc.connections.disconnect.mutationOptions({ onSuccess }));
  return () => (personal ? own.mutateAsync({ server }) : shared.mutateAsync({ project, server }));
}
