"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";

/** What an administrator of the installation does with people; the lists follow. */
export function usePeople() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.people.pathFilter()),
      queryClient.invalidateQueries(trpc.installation.pathFilter()),
    ]);
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const { people } = trpc;
  return {
    // Its dialog shows the error.
    disable: useMutation(people.disable.mutationOptions({ onSettled })),
    enable: useMutation(people.enable.mutationOptions({ onSettled, onError })),
    give: useMutation(people.giveAdministration.mutationOptions({ onSettled, onError })),
    take: useMutation(people.takeAdministration.mutationOptions({ onSettled, onError })),
    endSessions: useMutation(people.endSessions.mutationOptions({ onSettled, onError })),
    resetLink: useMutation(people.createResetLink.mutationOptions({ onSettled, onError })),
  };
}
