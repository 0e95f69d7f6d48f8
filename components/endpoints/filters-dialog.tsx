"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Control, Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { EndpointFilters } from "@/server/endpoints/schema";
import type { Endpoint } from "./endpoint-view";
import { FilterTypeList } from "./filter-type-list";

type FiltersDialogProps = {
  endpoint: Endpoint;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function FiltersDialog({ endpoint, open, onOpenChange }: FiltersDialogProps) {
  const form = useForm({ resolver: zodResolver(EndpointFilters), values: endpoint.filters });
  const save = useSave(endpoint.slug, () => onOpenChange(false));
  const change = (next: boolean) => {
    form.reset();
    save.reset();
    onOpenChange(next);
  };
  return (
    <FormDialog
      open={open}
      onOpenChange={change}
      size="lg"
      title="Filters"
      description="Personal data is replaced before it goes further, from the next call on. While a filter is on, what is kept of requests and responses is redacted too."
      submitLabel="Save filters"
      pending={save.isPending}
      error={save.error ? messageOf(save.error) : undefined}
      onSubmit={form.handleSubmit((filters) => save.set(filters))}
    >
      <Side
        control={form.control}
        name="request"
        label="Filter requests"
        hint="What goes to MCP servers: the arguments of a call."
        types="Types in requests"
      />
      <Side
        control={form.control}
        name="response"
        label="Filter responses"
        hint="What returns to AI clients: results, errors and progress."
        types="Types in responses"
      />
    </FormDialog>
  );
}

type SideProps = {
  control: Control<EndpointFilters>;
  name: "request" | "response";
  label: string;
  hint: string;
  types: string;
};

function Side({ control, name, label, hint, types }: SideProps) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange }, formState: { errors } }) => (
        <div className="grid gap-4 rounded-lg border px-4 py-3.5">
          <Field label={label} hint={hint} layout="row">
            <Switch
              checked={value.enabled}
              onCheckedChange={(enabled) => onChange({ ...value, enabled })}
            />
          </Field>
          {value.enabled ? (
            <FilterTypeList
              label={types}
              chosen={value.types}
              onChange={(chosen) => onChange({ ...value, types: chosen })}
              error={errors[name]?.types?.message}
            />
          ) : null}
        </div>
      )}
    />
  );
}

function useSave(endpoint: string, onSaved: () => void) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.endpoints.setFilters.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.endpoints.pathFilter());
        toast.success("Filters saved. They hold from the next call on.");
        onSaved();
      },
    }),
  );
  return {
    isPending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
    set: (filters: EndpointFilters) => mutation.mutate({ project, endpoint, ...filters }),
  };
}
