"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { Time } from "@/components/data/time";
import { Form } from "@/components/forms/form";
import { SaveBar } from "@/components/forms/save-bar";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { EndpointDetails, maxAccessChoices } from "@/server/endpoints/schema";
import type { Endpoint } from "./endpoint-view";
import { RenameNotice } from "./rename-notice";
import { useEndpointPermissions } from "./use-endpoint-permissions";

export function DetailsCard({ endpoint }: { endpoint: Endpoint }) {
  const mayEdit = useEndpointPermissions(endpoint).can("endpoint.edit");
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>{mayEdit ? <DetailsForm endpoint={endpoint} /> : <Facts {...endpoint} />}</CardBody>
      <CardFooter className="justify-between text-muted-foreground text-xs">
        <span>Created</span>
        <Time value={endpoint.createdAt} />
      </CardFooter>
    </Card>
  );
}

function DetailsForm({ endpoint }: { endpoint: Endpoint }) {
  const { name, description, maxAccessSeconds } = endpoint;
  const form = useForm({
    resolver: zodResolver(EndpointDetails),
    values: { name, description, maxAccessSeconds },
  });
  const { errors, isDirty } = form.formState;
  const save = useSave(endpoint.slug);
  return (
    <Form
      onSubmit={form.handleSubmit((details) => save.mutate(details))}
      pending={save.pending}
      error={save.error}
    >
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="off" />
      </Field>
      <div aria-live="polite" className="empty:hidden">
        <RenameNotice endpoint={endpoint} name={form.watch("name")} />
      </div>
      <Field label="Description" optional error={errors.description?.message}>
        <Textarea {...form.register("description")} rows={2} />
      </Field>
      <Field
        label="Longest access"
        hint="How long a person may let a client use it before they are asked again."
        error={errors.maxAccessSeconds?.message}
      >
        <Controller
          control={form.control}
          name="maxAccessSeconds"
          render={({ field }) => (
            <Select
              options={accessOptions(maxAccessSeconds)}
              value={String(field.value)}
              onValueChange={(value) => field.onChange(Number(value))}
            />
          )}
        />
      </Field>
      <SaveBar dirty={isDirty} pending={save.pending} onDiscard={() => form.reset()} />
    </Form>
  );
}

function useSave(endpoint: string) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.endpoints.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.endpoints.pathFilter());
        toast.success("Saved");
      },
    }),
  );
  return {
    pending: mutation.isPending,
    error: mutation.error ? messageOf(mutation.error) : undefined,
    mutate: (details: EndpointDetails) => mutation.mutate({ project, endpoint, ...details }),
  };
}

function Facts({ description, maxAccessSeconds }: Endpoint) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
      <dt className="text-muted-foreground">Description</dt>
      <dd>{description || "None"}</dd>
      <dt className="text-muted-foreground">Longest access</dt>
      <dd>{labelOf(maxAccessSeconds)}</dd>
    </dl>
  );
}

// A duration set by other means stays choosable.
function accessOptions(current: number) {
  const known = maxAccessChoices.map(({ seconds, label }) => ({ value: String(seconds), label }));
  if (known.some(({ value }) => value === String(current))) return known;
  return [...known, { value: String(current), label: labelOf(current) }];
}

function labelOf(seconds: number): string {
  const known = maxAccessChoices.find((choice) => choice.seconds === seconds);
  return known?.label ?? `${Math.round(seconds / 3600)} hours`;
}
