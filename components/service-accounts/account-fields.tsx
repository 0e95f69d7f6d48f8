"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { CheckRow } from "@/components/ui/check-row";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { CreateServiceAccount } from "@/server/service-accounts/schema";

type AccountForm = UseFormReturn<
  { name: string; description?: string | undefined; roleKeys: string[] },
  unknown,
  CreateServiceAccount
>;

export function useAccountForm(values: CreateServiceAccount): AccountForm {
  return useForm({ resolver: zodResolver(CreateServiceAccount), defaultValues: values });
}

type AccountFieldsProps = {
  form: AccountForm;
  /** Roles it has already, which stay even where one could not give them. */
  held?: readonly string[] | undefined;
};

export function AccountFields({ form, held = [] }: AccountFieldsProps) {
  const { errors } = form.formState;
  return (
    <>
      <Field label="Name" hint="Its calls carry it." error={errors.name?.message} required>
        <Input autoComplete="off" placeholder="deploy-bot" {...form.register("name")} />
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        <Textarea rows={2} {...form.register("description")} />
      </Field>
      <Controller
        control={form.control}
        name="roleKeys"
        render={({ field }) => (
          <RoleChecks
            value={field.value}
            onChange={field.onChange}
            held={held}
            error={errors.roleKeys?.message}
          />
        )}
      />
    </>
  );
}

type RoleChecksProps = {
  value: readonly string[];
  onChange: (value: string[]) => void;
  held: readonly string[];
  error: string | undefined;
};

function RoleChecks({ value, onChange, held, error }: RoleChecksProps) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const choices = useQuery(trpc.serviceAccounts.roleChoices.queryOptions({ project }));
  const toggle = (key: string, on: boolean) =>
    onChange(on ? [...value, key] : value.filter((one) => one !== key));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium text-sm">Roles</legend>
      <FormError error={error} />
      <QueryState query={choices} subject="The roles">
        {(roles) =>
          roles.map(({ key, name, description, refusal }) => (
            <CheckRow
              key={key}
              label={name}
              hint={refusal ?? description}
              checked={value.includes(key)}
              disabled={refusal !== null && !held.includes(key)}
              onCheckedChange={(on) => toggle(key, on === true)}
            />
          ))
        }
      </QueryState>
    </fieldset>
  );
}
