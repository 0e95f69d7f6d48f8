"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CreateProject } from "@/server/projects/schema";

export function NewProject() {
  const trpc = useTRPC();
  // In the address, so that the switcher and the command menu lead here.
  const [open, setOpen] = useQueryState("new", parseAsBoolean.withDefault(false));
  const create = useMutation(
    trpc.projects.create.mutationOptions({
      // A whole new page, so that the switcher knows it.
      onSuccess: ({ slug }) => location.assign(`/projects/${slug}`),
    }),
  );
  const form = useForm<CreateProject>({
    resolver: zodResolver(CreateProject),
    defaultValues: { name: "" },
  });
  return (
    <>
      <Button data-shortcut="create" onClick={() => void setOpen(true)}>
        New project
      </Button>
      <FormDialog
        open={open}
        onOpenChange={(next) => void setOpen(next || null)}
        title="New project"
        description="A wall between teams: servers, endpoints, members and record of its own."
        submitLabel="Create project"
        onSubmit={form.handleSubmit((input) => create.mutate(input))}
        pending={create.isPending || create.isSuccess}
        error={create.error ? messageOf(create.error) : undefined}
        size="sm"
      >
        <Field label="Name" error={form.formState.errors.name?.message} required>
          <Input autoComplete="off" placeholder="Engineering" {...form.register("name")} />
        </Field>
      </FormDialog>
    </>
  );
}
