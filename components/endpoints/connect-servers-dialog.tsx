"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { QueryState } from "@/components/trpc/query-state";
import type { Endpoint } from "./endpoint-view";
import { ServerChoiceList } from "./server-choice-list";

type ConnectServersDialogProps = {
  endpoint: Endpoint;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function ConnectServersDialog({ endpoint, open, onOpenChange }: ConnectServersDialogProps) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const query = useQuery(trpc.endpoints.serverChoices.queryOptions({ project }, { enabled: open }));
  const close = (next: boolean) => {
    setChosen([]);
    onOpenChange(next);
  };
  const mutation = useMutation(
    trpc.endpoints.connectServers.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.endpoints.pathFilter());
        close(false);
      },
    }),
  );
  const connected = new Set(endpoint.groups.map((group) => group.server.id));
  return (
    <FormDialog
      open={open}
      onOpenChange={close}
      title="Connect servers"
      description="Their tools appear turned off."
      submitLabel={chosen.length > 0 ? `Connect ${chosen.length}` : "Connect"}
      pending={mutation.isPending}
      error={mutation.error ? messageOf(mutation.error) : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length === 0) return;
        mutation.mutate({ project, endpoint: endpoint.slug, serverIds: chosen });
      }}
    >
      <QueryState query={query} subject="The servers">
        {(choices) => {
          const left = choices.filter((server) => !connected.has(server.id));
          if (left.length > 0)
            return <ServerChoiceList choices={left} chosen={chosen} onChange={setChosen} />;
          return (
            <p className="text-muted-foreground text-sm">
              Every server of this project is connected.{" "}
              <Link href={`/projects/${project}/servers/new`} className="text-link underline">
                Add a server
              </Link>
            </p>
          );
        }}
      </QueryState>
    </FormDialog>
  );
}
