"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { Form } from "@/components/forms/form";
import { SaveBar } from "@/components/forms/save-bar";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { defaultAccessChoices, UpdateProject } from "@/server/projects/schema";
import { usePermissions, useProjectSlug } from "./use-permissions";

type Project = { name: string; slug: string; defaultAccessSeconds: number };

export function ProjectForm({ project }: { project: Project }) {
  const { form, submit, pending, error } = useProjectForm(project);
  const { reason } = usePermissions();
  const locked = reason("project.edit");
  const { errors, isDirty } = form.formState;
  return (
    <Section title="General">
      {locked ? <Banner>You can see these settings but not change them. {locked}</Banner> : null}
      <Form onSubmit={submit} pending={pending || locked !== undefined} error={error}>
        <Field label="Name" error={errors.name?.message} required>
          <Input autoComplete="off" defaultValue={project.name} {...form.register("name")} />
        </Field>
        <Field label="Address" hint="Part of every link to the project, so it stays as it is.">
          <Input
            mono
            readOnly
            value={`/projects/${project.slug}`}
            className="bg-muted text-muted-foreground"
          />
        </Field>
        <Field
          label="Access duration offered first"
          hint="When somebody connects an AI client. They can choose another, up to the endpoint's maximum."
        >
          <Controller
            control={form.control}
            name="defaultAccessSeconds"
            render={({ field }) => (
              <Select
                options={defaultAccessChoices}
                value={String(field.value)}
                onValueChange={(value) => field.onChange(Number(value))}
              />
            )}
          />
        </Field>
        <SaveBar dirty={isDirty} pending={pending} onDiscard={() => form.reset()} />
      </Form>
    </Section>
  );
}

function useProjectForm(project: Project) {
  const trpc = useTRPC();
  const slug = useProjectSlug();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { name, defaultAccessSeconds } = project;
  const form = useForm<UpdateProject>({
    resolver: zodResolver(UpdateProject),
    values: { name, defaultAccessSeconds },
  });
  const update = useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.projects.get.queryFilter());
        // The switcher in the sidebar comes from the layout.
        router.refresh();
        toast.success("Settings saved");
      },
    }),
  );
  return {
    form,
    submit: form.handleSubmit((input) => update.mutate({ project: slug, ...input })),
    pending: update.isPending,
    error: update.error ? messageOf(update.error) : undefined,
  };
}
