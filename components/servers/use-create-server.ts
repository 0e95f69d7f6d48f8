"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { CreateServer } from "@/server/servers/schema";
import { tellSync } from "./use-server-actions";

/** Creates the server and goes to its page, whether or not the first look at its tools went well. */
export function useCreateServer() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const project = useProjectSlug();
  const mutation = useMutation(
    trpc.servers.create.mutationOptions({
      onSuccess: ({ slug, sync }, { name }) => {
        void queryClient.invalidateQueries(trpc.servers.pathFilter());
        router.push(`/projects/${project}/servers/${slug}`);
        tellSync(name, sync);
      },
    }),
  );
  return { ...mutation, mutate: (values: CreateServer) => mutation.mutate({ project, ...values }) };
}
