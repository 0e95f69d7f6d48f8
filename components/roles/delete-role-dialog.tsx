"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import type { RoleSummary } from "./types";

type DeleteRoleDialogProps = {
  role: Pick<RoleSummary, "key" | "name" | "sentences">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** For a role that nobody holds; the server refuses any other, and says how many do. */
export function DeleteRoleDialog({ role, open, onOpenChange }: DeleteRoleDialogProps) {
  const remove = useRemove(role);
  const rules = counted(role.sentences.length, "rule");
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${role.name}?`}
      consequence={
        <p>
          No member holds it, so nobody loses access. The role and its {rules} are gone for ever; it
          stays if a service account holds it.
        </p>
      }
      confirmLabel="Delete role"
      onConfirm={remove}
    />
  );
}

function useRemove({ key, name }: DeleteRoleDialogProps["role"]) {
  const trpc = useTRPC();
  const router = useRouter();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.roles.delete.mutationOptions({
      onSuccess: () => {
        router.push(`/projects/${project}/roles`);
        toast.success(`${name} is deleted`);
        return queryClient.invalidateQueries(trpc.roles.list.pathFilter());
      },
    }),
  );
  return () => mutation.mutateAsync({ project, role: key });
}
