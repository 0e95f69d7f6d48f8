"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";

/** The roles one may give here; asked only for people who may give any. */
export function useRoleChoices() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { can } = usePermissions();
  const enabled = can("member.edit");
  return useQuery(trpc.members.roleChoices.queryOptions({ project }, { enabled }));
}

/** Whatever changes who is a member or invited; the lists follow. */
function useRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.members.pathFilter()),
      queryClient.invalidateQueries(trpc.invitations.pathFilter()),
      queryClient.invalidateQueries(trpc.projects.pathFilter()),
    ]);
  };
}

export function useChangeRoles() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(
    trpc.members.changeRoles.mutationOptions({
      onSuccess: () => void toast.success("Roles changed"),
      onSettled,
    }),
  );
}

export function useRemoveMember() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.members.remove.mutationOptions({ onSettled }));
}

export function useInvite() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.invitations.create.mutationOptions({ onSettled }));
}

export function useRenewInvitation() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.invitations.renew.mutationOptions({ onSettled }));
}

export function useRevokeInvitation() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: () => void toast.success("Invitation withdrawn"),
      onSettled,
    }),
  );
}
