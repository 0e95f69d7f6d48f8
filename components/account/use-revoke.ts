"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";

/** Ending one session or all others; the list follows. */
export function useRevoke() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.account.sessions.queryFilter());
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const one = useMutation(
    trpc.account.revokeSession.mutationOptions({
      onSuccess: () => toast.success("Signed out there"),
      onError,
      onSettled: refresh,
    }),
  );
  const others = useMutation(
    trpc.account.revokeOtherSessions.mutationOptions({
      onSuccess: ({ revoked }) =>
        toast.success(revoked === 1 ? "1 session ended" : `${revoked} sessions ended`),
      onError,
      onSettled: refresh,
    }),
  );
  return { one, others };
}
