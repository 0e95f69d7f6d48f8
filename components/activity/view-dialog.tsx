"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { usePermissions } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { CheckRow } from "@/components/ui/check-row";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ViewDraft } from "@/server/activity/schema";

type ViewDialogProps = {
  title: string;
  description?: string | undefined;
  submitLabel: string;
  draft: ViewDraft;
  act: { isPending: boolean; error: unknown };
  onSubmit: (draft: ViewDraft) => void;
  onClose: () => void;
};

/** The name of a view, and whose it is. */
export function ViewDialog({ draft, act, onSubmit, onClose, ...words }: ViewDialogProps) {
  const refusal = usePermissions().reason("project.edit");
  const form = useForm({ resolver: zodResolver(ViewDraft), defaultValues: draft });
  return (
    <FormDialog
      {...words}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="sm"
      pending={act.isPending}
      error={act.error ? messageOf(act.error) : undefined}
      onSubmit={form.handleSubmit(onSubmit)}
    >
      <Field label="Name" error={form.formState.errors.name?.message} required>
        <Input autoComplete="off" placeholder="Denied this week" {...form.register("name")} />
      </Field>
      <Controller
        control={form.control}
        name="shared"
        render={({ field: { value, onChange } }) => (
          <CheckRow
            checked={value}
            disabled={refusal !== undefined}
            onCheckedChange={(checked) => onChange(checked === true)}
            label="Share with the project"
            hint={refusal ?? "Everybody who may see its activity finds the view in their list."}
          />
        )}
      />
    </FormDialog>
  );
}
