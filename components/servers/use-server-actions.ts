"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { counted } from "./counted";
import type { SyncResult } from "./types";

type Named = { id: string; name: string };

/** What can be done to one server, each telling how it went. */
export function useServerActions(server: Named) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const settled = {
    onSettled: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  const check = useMutation(
    trpc.servers.check.mutationOptions({
      ...settled,
      onSuccess: (state) => tellState(server.name, state),
    }),
  );
  const sync = useMutation(
    trpc.servers.sync.mutationOptions({
      ...settled,
      onSuccess: (result) => tellSync(server.name, result),
    }),
  );
  const disable = useMutation(trpc.servers.disable.mutationOptions(settled));
  const enable = useMutation(trpc.servers.enable.mutationOptions(settled));
  const remove = useMutation(trpc.servers.delete.mutationOptions());
  const input = { project, id: server.id };
  return {
    busy: check.isPending || sync.isPending || disable.isPending || enable.isPending,
    checking: check.isPending,
    syncing: sync.isPending,
    check: () => check.mutate(input),
    sync: () => sync.mutate(input),
    enable: () => enable.mutate(input),
    disable: () => disable.mutateAsync(input),
    remove: () => remove.mutateAsync(input),
    refresh: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
  };
}

type State = Pick<SyncResult, "status" | "statusReason">;

function tellState(name: string, { status, statusReason }: State): void {
  if (status === "connected") toast.success(`${name} answers`);
  else toast.warning(`${name} has a problem`, { description: statusReason });
}

/** Says what a synchronisation found. */
export function tellSync(name: string, result: SyncResult): void {
  if (result.status !== "connected") {
    tellState(name, result);
    return;
  }
  const changes = [
    result.added ? `${counted(result.added, "tool")} added` : "",
    result.changed ? `${result.changed} changed` : "",
    result.removed ? `${result.removed} removed` : "",
    result.rejected ? `${result.rejected} refused` : "",
  ].filter(Boolean);
  toast.success(`${name} is up to date`, {
    description: changes.join(", ") || "Nothing changed.",
  });
}
