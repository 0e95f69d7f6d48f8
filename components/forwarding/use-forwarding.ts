"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";

/** Often enough that a status on the screen is true. */
const refetchInterval = 5_000;

export function useDestinations() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  return useQuery({ ...trpc.forwarding.list.queryOptions({ project }), refetchInterval });
}

export function useDestination(destination: string) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const options = trpc.forwarding.get.queryOptions({ project, destination });
  return useQuery({ ...options, refetchInterval });
}

function useRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries(trpc.forwarding.pathFilter());
}

export function useCreateDestination() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.forwarding.create.mutationOptions({ onSettled }));
}

export function useUpdateDestination() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.forwarding.update.mutationOptions({ onSettled }));
}

export function useToggleDestination() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.forwarding.toggle.mutationOptions({ onSettled }));
}

export function useRestartDestination() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.forwarding.restart.mutationOptions({ onSettled }));
}

export function useReplaceSecret() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.forwarding.replaceSecret.mutationOptions({ onSettled }));
}

export function useTestDestination() {
  const trpc = useTRPC();
  return useMutation(trpc.forwarding.test.mutationOptions());
}

/** The list alone is asked again: the destination's own page is about to close. */
export function useDeleteDestination() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.forwarding.list.pathFilter());
  return useMutation(trpc.forwarding.delete.mutationOptions({ onSuccess }));
}
