"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { Hold } from "@/server/retention/schema";

type ReasonDialogProps = {
  title: string;
  /** What follows. */
  children: ReactNode;
  submitLabel: string;
  pending: boolean;
  error: string | undefined;
  onSubmit: (hold: Hold) => void;
  onClose: () => void;
};

/** For an act that has to say why. */
export function ReasonDialog({ children, onSubmit, onClose, ...dialog }: ReasonDialogProps) {
  const form = useForm<Hold>({ resolver: zodResolver(Hold), defaultValues: { reason: "" } });
  return (
    <FormDialog
      open
      {...dialog}
      onOpenChange={(open) => open || onClose()}
      onSubmit={form.handleSubmit(onSubmit)}
    >
      <div className="grid gap-2 text-pretty text-sm">{children}</div>
      <Field
        label="Reason"
        hint="It stands in the audit log, and beside the record while it is held."
        error={form.formState.errors.reason?.message}
        required
      >
        <Textarea maxLength={500} {...form.register("reason")} />
      </Field>
    </FormDialog>
  );
}
