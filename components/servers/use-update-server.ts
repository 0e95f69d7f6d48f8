"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf, toFailure } from "@/components/trpc/errors";
import { Allowance, type ServerDetails } from "@/server/servers/schema";
import type { Server } from "./types";
import { tellSync } from "./use-server-actions";

/** Saves the details; when that cost the credential, goes where another one is entered. */
export function useUpdateServer(server: Server) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const project = useProjectSlug();
  const mutation = useMutation(
    trpc.servers.update.mutationOptions({
      onSuccess: ({ credentialDropped, sync }) => {
        void queryClient.invalidateQueries(trpc.servers.pathFilter());
        if (credentialDropped)
          router.push(`/projects/${project}/servers/${server.slug}/credentials`);
        if (sync) tellSync(server.name, sync);
        else toast.success("Saved");
      },
    }),
  );
  const allow = allowanceIn(mutation.error);
  return {
    pending: mutation.isPending,
    /** What is to be done about a refused address; it stands for the error. */
    allow,
    error: mutation.error && !allow ? messageOf(mutation.error) : undefined,
    /** Forgets what was refused. */
    reset: mutation.reset,
    submit: (values: ServerDetails) => mutation.mutate({ project, id: server.id, ...values }),
  };
}

function allowanceIn(error: unknown): Allowance | null {
  const { data } = Allowance.safeParse(error ? toFailure(error).details["allow"] : null);
  return data ?? null;
}
