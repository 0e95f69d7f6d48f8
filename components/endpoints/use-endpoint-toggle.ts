"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";

type Wanted = { endpoint: string; enabled: boolean };

/** Turns an endpoint on or off: seen at once, taken back when the server refuses. */
export function useEndpointToggle() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const listKey = trpc.endpoints.list.queryKey({ project });
  const show = ({ endpoint, enabled }: Wanted) => {
    queryClient.setQueryData(listKey, (old) =>
      old?.map((one) => (one.slug === endpoint ? { ...one, enabled } : one)),
    );
    queryClient.setQueryData(trpc.endpoints.get.queryKey({ project, endpoint }), (old) =>
      old ? { ...old, enabled } : old,
    );
  };
  const mutation = useMutation(
    trpc.endpoints.toggle.mutationOptions({
      onMutate: async (wanted) => {
        await queryClient.cancelQueries(trpc.endpoints.pathFilter());
        show(wanted);
      },
      onError: (error, wanted) => {
        show({ ...wanted, enabled: !wanted.enabled });
        toast.error(messageOf(error));
      },
      onSettled: () => queryClient.invalidateQueries(trpc.endpoints.pathFilter()),
    }),
  );
  return {
    pending: mutation.isPending,
    toggle: (wanted: Wanted) => mutation.isPending || mutation.mutate({ project, ...wanted }),
  };
}
