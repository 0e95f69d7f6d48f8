"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";

/** Ends what I allowed a client; the list follows. */
export function useEndAccess() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.grants.endMine.mutationOptions({
      onSuccess: () => void toast.success("Access ended"),
      onSettled: () => queryClient.invalidateQueries(trpc.grants.listMine.queryFilter()),
    }),
  );
}
