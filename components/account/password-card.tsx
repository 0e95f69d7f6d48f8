"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { ChangePassword } from "@/server/auth/schema";

export function PasswordCard({ email }: { email: string }) {
  const { form, submit, pending, error } = useChangePassword();
  const { errors } = form.formState;
  return (
    <Section title="Password" description="Changing it signs you out on every other device.">
      <Form onSubmit={submit} pending={pending} error={error}>
        {/* Password managers look for the account beside a password. */}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <Field label="Current password" error={errors.current?.message} required>
          <Input type="password" autoComplete="current-password" {...form.register("current")} />
        </Field>
        <Field
          label="New password"
          hint="At least 12 characters."
          error={errors.next?.message}
          required
        >
          <Input type="password" autoComplete="new-password" {...form.register("next")} />
        </Field>
        <div>
          <SubmitButton variant="secondary" pending={pending}>
            Change password
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function useChangePassword() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm<ChangePassword>({
    resolver: zodResolver(ChangePassword),
    defaultValues: { current: "", next: "" },
  });
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: () => {
        form.reset();
        void queryClient.invalidateQueries(trpc.account.sessions.queryFilter());
        toast.success("Password changed. Other devices are signed out.");
      },
    }),
  );
  return {
    form,
    submit: form.handleSubmit((input) => change.mutate(input)),
    pending: change.isPending,
    error: change.error ? messageOf(change.error) : undefined,
  };
}
