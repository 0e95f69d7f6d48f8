"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";

type Signable = { id: string; slug: string; credentialMode: string };

/** Leaves for the service's own sign-in page, from where the person returns to the server's credentials. */
export function useSignIn() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const [leavingFor, setLeavingFor] = useState<string>();
  const begin = useMutation(trpc.connections.begin.mutationOptions());
  const signIn = async ({ id, slug, credentialMode }: Signable): Promise<boolean> => {
    try {
      const mode = credentialMode === "personal" ? "personal" : "shared";
      const returnTo = { page: "server" as const, project, server: slug };
      const { url, host } = await begin.mutateAsync({ server: id, mode, returnTo });
      setLeavingFor(host);
      window.location.assign(url);
      return true;
    } catch (error) {
      toast.error(messageOf(error));
      return false;
    }
  };
  return { signIn, pending: begin.isPending || leavingFor !== undefined, leavingFor };
}
