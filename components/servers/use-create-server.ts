"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { CreateServer } from "@/server/servers/schema";
import { tellSync } from "./use-server-actions";
import { useSignIn } from "./use-sign-in";

/** Creates the server, then signs in where that happens elsewhere; it ends on the server's page, however that went. */
export function useCreateServer() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const project = useProjectSlug();
  const { signIn, pending } = useSignIn();
  const mutation = useMutation(trpc.servers.create.mutationOptions());
  const submit = (values: CreateServer) =>
    mutation.mutate(
      { project, ...values },
      {
        onSuccess: async ({ id, slug, sync }) => {
          void queryClient.invalidateQueries(trpc.servers.pathFilter());
          const { credentialMode } = values;
          const signsIn = values.authentication.method === "oauth";
          if (signsIn && (await signIn({ id, slug, credentialMode }))) return;
          router.push(`/projects/${project}/servers/${slug}`);
          if (sync) tellSync(values.name, sync);
        },
      },
    );
  return { pending: mutation.isPending || pending, error: mutation.error, submit };
}
