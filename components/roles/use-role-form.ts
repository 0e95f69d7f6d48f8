"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import type { z } from "zod";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { newRole, RoleForm, toForm, toRules } from "./role-form";
import type { Role } from "./types";

export function useRoleForm(role: Role | null) {
  const values = useMemo(() => toForm(role ?? newRole), [role]);
  const form = useForm<RoleForm, unknown, z.output<typeof RoleForm>>({
    resolver: zodResolver(RoleForm),
    values,
  });
  const create = useCreate();
  const update = useUpdate();
  const { isPending, error } = role ? update : create;
  const project = useProjectSlug();
  const submit = form.handleSubmit((filled) => {
    const { name, description } = filled;
    const draft = { project, name, description, rules: toRules(filled) };
    if (role) update.mutate({ ...draft, role: role.key });
    else create.mutate(draft);
  });
  return { form, submit, pending: isPending, error: error ? messageOf(error) : undefined };
}

function useCreate() {
  const trpc = useTRPC();
  const router = useRouter();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.roles.create.mutationOptions({
      onSuccess: async ({ key }, { name }) => {
        await queryClient.invalidateQueries(trpc.roles.list.pathFilter());
        router.push(`/projects/${project}/roles/${key}`);
        toast.success(`${name} is created. Give it to people on the Members page.`);
      },
    }),
  );
}

function useUpdate() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.roles.update.mutationOptions({
      onSuccess: async () => {
        // It may be a role of the person who changed it.
        await Promise.all([
          queryClient.invalidateQueries(trpc.roles.pathFilter()),
          queryClient.invalidateQueries(trpc.projects.pathFilter()),
        ]);
        router.refresh();
        toast.success("Role saved. It counts within a second.");
      },
    }),
  );
}
