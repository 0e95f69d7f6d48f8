"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Time } from "@/components/data/time";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { Button } from "@/components/ui/button";
import { Item } from "@/components/ui/item";

type Session = Outputs["grants"]["list"][number];

export function SessionItem({ session }: { session: Session }) {
  const { reason } = usePermissions();
  const [asking, setAsking] = useState(false);
  const revoke = useRevoke(session);
  const { clientName, user, lastUsedAt, expiresAt } = session;
  return (
    <>
      <Item
        title={
          <>
            {clientName}
            <span className="font-normal text-muted-foreground">for {user.name}</span>
          </>
        }
        description={
          <>
            {lastUsedAt ? (
              <>
                Used <Time value={lastUsedAt} />
              </>
            ) : (
              "Never used"
            )}
            {" · ends "}
            <Time value={expiresAt} />
          </>
        }
        actions={
          <Button
            variant="secondary"
            size="sm"
            disabledReason={reason("endpoint.edit")}
            aria-label={`Revoke ${clientName} of ${user.name}`}
            onClick={() => setAsking(true)}
          >
            Revoke
          </Button>
        }
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${clientName}?`}
        consequence={
          <p>{`Its next request for ${user.name} is refused. They can authorize it again while their role lets them.`}</p>
        }
        confirmLabel="Revoke"
        onConfirm={revoke}
      />
    </>
  );
}

function useRevoke({ id, clientName }: Session) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.grants.revoke.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.grants.pathFilter()),
          queryClient.invalidateQueries(trpc.endpoints.pathFilter()),
        ]);
        toast.success(`${clientName} is cut off`);
      },
    }),
  );
  return () => mutation.mutateAsync({ project, id });
}
