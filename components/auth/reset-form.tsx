"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ResetPassword } from "@/server/auth/schema";
import { signInWithPassword } from "./sign-in";

/** A new password, by the link of an administrator. */
export function ResetForm({ email, token }: { email: string; token: string }) {
  const { form, submit, pending, error } = useReset(token);
  return (
    <Card>
      <CardBody className="grid gap-5 p-6">
        <h1 className="font-semibold text-xl tracking-tight">Set a new password</h1>
        <Form onSubmit={submit} pending={pending} error={error}>
          <Field label="E-mail">
            <Input type="email" autoComplete="username" value={email} readOnly />
          </Field>
          <Field
            label="New password"
            hint="At least 12 characters. Every session of yours ends, and you are signed in here."
            error={form.formState.errors.password?.message}
            required
          >
            <Input
              type="password"
              autoComplete="new-password"
              autoFocus
              {...form.register("password")}
            />
          </Field>
          <SubmitButton pending={pending} size="lg" className="w-full">
            Set password
          </SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}

function useReset(token: string) {
  const trpc = useTRPC();
  const reset = useMutation(trpc.people.resetPassword.mutationOptions());
  const [leaving, setLeaving] = useState(false);
  const form = useForm<ResetPassword>({
    resolver: zodResolver(ResetPassword),
    defaultValues: { token, password: "" },
  });
  const finish = form.handleSubmit(async (input) => {
    const { email } = await reset.mutateAsync(input);
    setLeaving(true);
    const refusal = await signInWithPassword(email, input.password);
    location.assign(refusal === null ? "/" : "/login");
  });
  return {
    form,
    // The mutation keeps its error for the form; the rejection itself says nothing more.
    submit: (event: React.FormEvent) => void finish(event).catch(() => undefined),
    pending: reset.isPending || leaving,
    error: reset.error ? messageOf(reset.error) : undefined,
  };
}
