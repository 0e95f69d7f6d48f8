"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import type { Account } from "./types";

type DisconnectDialogProps = { account: Account; onClose: () => void };

export function DisconnectDialog({ account, onClose }: DisconnectDialogProps) {
  const { server, method } = account;
  const end = useDisconnect(server.name);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Disconnect ${server.name}?`}
      confirmLabel="Disconnect"
      consequence={
        <>
          <Consequence account={account} />
          <p className="text-muted-foreground">
            {method === "oauth"
              ? "What is stored here is erased, and the service is told to end the sign-in where it offers that."
              : "What is stored here is erased. To make the secret itself worthless, revoke it at the service."}
          </p>
        </>
      }
      onConfirm={() => end.mutateAsync({ server: server.id })}
    />
  );
}

function Consequence({ account }: { account: Account }) {
  const { endpoints, server } = account;
  if (endpoints.length === 0) return <p>No endpoint you may use needs it.</p>;
  const one = endpoints.length === 1;
  const names = new Intl.ListFormat("en").format(endpoints.map(({ name }) => name));
  return (
    <p>
      Your AI clients can no longer use the tools of {server.name} in {one ? "the endpoint" : null}{" "}
      {one ? null : `${endpoints.length} endpoints: `}
      <strong>{names}</strong>. New clients need it to be connected again first.
    </p>
  );
}

const told = {
  revoked: "The service ended the sign-in, too.",
  not_offered: undefined,
  failed: "The service could not be told: end the sign-in there as well.",
};

function useDisconnect(name: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.connections.disconnect.mutationOptions({
      onSuccess: ({ revocation }) => {
        const description = told[revocation];
        const words = description ? { description } : {};
        if (revocation === "failed") toast.warning(`${name} is disconnected here`, words);
        else toast.success(`${name} is disconnected`, words);
      },
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  );
}
