"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTRPC } from "@/components/trpc/client";

function useRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries(trpc.serviceAccounts.pathFilter());
}

export function useCreateAccount() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.serviceAccounts.create.mutationOptions({ onSettled }));
}

export function useUpdateAccount() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  const onSuccess = () => void toast.success("Saved");
  return useMutation(trpc.serviceAccounts.update.mutationOptions({ onSuccess, onSettled }));
}

export function useToggleAccount() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.serviceAccounts.toggle.mutationOptions({ onSettled }));
}

/** The list alone is asked again: the account's own page is about to close. */
export function useDeleteAccount() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.serviceAccounts.list.pathFilter());
  return useMutation(trpc.serviceAccounts.delete.mutationOptions({ onSuccess }));
}

export function useCreateToken() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.serviceAccounts.createToken.mutationOptions({ onSettled }));
}

export function useRevokeToken() {
  const trpc = useTRPC();
  const onSettled = useRefresh();
  return useMutation(trpc.serviceAccounts.revokeToken.mutationOptions({ onSettled }));
}
