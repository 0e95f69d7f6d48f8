"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { withTools } from "./tool-filter";

type Wanted = { toolIds: string[]; enabled: boolean };

/** Turns tools of an endpoint: seen at once, each waiting for itself alone, taken back when the server refuses. */
export function useToolToggles(endpoint: string) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const { pending, begin, end } = usePending();
  const key = trpc.endpoints.get.queryKey({ project, endpoint });
  const show = ({ toolIds, enabled }: Wanted) =>
    queryClient.setQueryData(key, (old) =>
      old ? { ...old, groups: withTools(old.groups, new Set(toolIds), enabled) } : old,
    );
  const mutation = useMutation(
    trpc.endpoints.setTools.mutationOptions({
      onMutate: async (wanted) => {
        begin(wanted.toolIds);
        await queryClient.cancelQueries({ queryKey: key });
        show(wanted);
      },
      onError: (error, wanted) => {
        show({ ...wanted, enabled: !wanted.enabled });
        toast.error(messageOf(error));
      },
      onSettled: (_changed, _error, wanted) => {
        end(wanted.toolIds);
        // While others are being saved, a fresh answer would show them as they were.
        const mutationKey = trpc.endpoints.setTools.mutationKey();
        if (queryClient.isMutating({ mutationKey }) > 1) return;
        return queryClient.invalidateQueries(trpc.endpoints.pathFilter());
      },
    }),
  );
  const set = async (toolIds: string[], enabled: boolean, undoable = toolIds.length > 1) => {
    if (toolIds.length === 0) return;
    const changed = await mutation
      .mutateAsync({ project, endpoint, toolIds, enabled })
      .catch(() => null);
    if (!changed || !undoable || changed.toolIds.length === 0) return;
    toast(`${counted(changed.toolIds.length, "tool")} turned ${enabled ? "on" : "off"}`, {
      action: { label: "Undo", onClick: () => void set(changed.toolIds, !enabled, false) },
    });
  };
  return { set, pending };
}

function usePending() {
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const begin = (ids: readonly string[]) => setPending((old) => new Set([...old, ...ids]));
  const end = (ids: readonly string[]) =>
    setPending((old) => new Set([...old].filter((id) => !ids.includes(id))));
  return { pending, begin, end };
}
