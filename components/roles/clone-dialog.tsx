"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CloneRole } from "@/server/roles/schema";
import type { RoleSummary } from "./types";

type CloneDialogProps = {
  role: Pick<RoleSummary, "key" | "name">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function CloneDialog({ role, open, onOpenChange }: CloneDialogProps) {
  const clone = useClone(role.key);
  const form = useForm({
    resolver: zodResolver(CloneRole.pick({ name: true })),
    defaultValues: { name: `Copy of ${role.name}` },
  });
  const change = (next: boolean) => {
    if (!next) clone.reset();
    onOpenChange(next);
  };
  return (
    <FormDialog
      open={open}
      onOpenChange={change}
      title={`Clone ${role.name}`}
      description="The copy allows the same, nobody holds it yet, and you can change it."
      submitLabel="Clone role"
      size="sm"
      pending={clone.pending}
      error={clone.error}
      onSubmit={form.handleSubmit(({ name }) => clone.mutate(name))}
    >
      <Field label="Name of the copy" error={form.formState.errors.name?.message} required>
        <Input autoComplete="off" {...form.register("name")} />
      </Field>
    </FormDialog>
  );
}

function useClone(role: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.roles.clone.mutationOptions({
      onSuccess: async ({ key }, { name }) => {
        await queryClient.invalidateQueries(trpc.roles.list.pathFilter());
        router.push(`/projects/${project}/roles/${key}`);
        toast.success(`${name} is created`);
      },
    }),
  );
  return {
    pending: mutation.isPending,
    error: mutation.error ? messageOf(mutation.error) : undefined,
    reset: mutation.reset,
    mutate: (name: string) => mutation.mutate({ project, role, name }),
  };
}
