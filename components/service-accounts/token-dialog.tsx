"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { CreateServiceToken, longestTokenDays } from "@/server/service-accounts/schema";
import { TokenShown } from "./token-shown";
import type { ServiceAccount } from "./types";
import { useCreateToken } from "./use-service-accounts";

type TokenDialogProps = { account: ServiceAccount; onClose: () => void };

const choices = [7, 30, 90, 180, longestTokenDays].map((days) => ({
  value: String(days),
  label: `${days} days`,
}));

/** Its name and end, then the token itself, which is shown this once. */
export function TokenDialog({ account, onClose }: TokenDialogProps) {
  const project = useProjectSlug();
  const create = useCreateToken();
  const form = useForm({
    resolver: zodResolver(CreateServiceToken.pick({ name: true, days: true })),
    defaultValues: { name: "", days: 90 },
  });
  const { errors } = form.formState;
  if (create.data)
    return <TokenShown token={create.data.token} account={account} onClose={onClose} />;
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Create token"
      description={`Whoever holds it can do what ${account.name} may.`}
      submitLabel="Create token"
      size="sm"
      pending={create.isPending}
      error={create.error ? messageOf(create.error) : undefined}
      onSubmit={form.handleSubmit((draft) =>
        create.mutate({ project, account: account.id, ...draft }),
      )}
    >
      <Field label="Name" hint="Where it will be used." error={errors.name?.message} required>
        <Input autoComplete="off" placeholder="CI pipeline" {...form.register("name")} />
      </Field>
      <Field
        label="Works for"
        hint="Then it ends. Make a new one before that."
        error={errors.days?.message}
      >
        <Controller
          control={form.control}
          name="days"
          render={({ field }) => (
            <Select
              options={choices}
              value={String(field.value)}
              onValueChange={(value) => field.onChange(Number(value))}
            />
          )}
        />
      </Field>
    </FormDialog>
  );
}
