"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { signInWithPassword } from "@/components/auth/sign-in";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { JoinAsNew } from "@/server/auth/schema";

/** Somebody new: a name and a password, and they are in. */
export function JoinForm({ email, token }: { email: string; token: string }) {
  const { form, submit, pending, error } = useJoin(token);
  const { errors } = form.formState;
  return (
    <Form onSubmit={submit} pending={pending} error={error}>
      <Field label="E-mail" hint="The invitation is for this address.">
        <Input type="email" autoComplete="username" value={email} readOnly />
      </Field>
      <Field label="Your name" error={errors.name?.message} required>
        <Input autoComplete="name" autoFocus {...form.register("name")} />
      </Field>
      <Field
        label="Password"
        hint="At least 12 characters. A few unrelated words are easy to remember."
        error={errors.password?.message}
        required
      >
        <Input type="password" autoComplete="new-password" {...form.register("password")} />
      </Field>
      <SubmitButton pending={pending} size="lg" className="w-full">
        Create account and join
      </SubmitButton>
    </Form>
  );
}

function useJoin(token: string) {
  const trpc = useTRPC();
  const join = useMutation(trpc.invitations.join.mutationOptions());
  const [leaving, setLeaving] = useState(false);
  const form = useForm<JoinAsNew>({
    resolver: zodResolver(JoinAsNew),
    defaultValues: { token, name: "", password: "" },
  });
  const finish = form.handleSubmit(async (input) => {
    const { slug, email } = await join.mutateAsync(input);
    setLeaving(true);
    const refusal = await signInWithPassword(email, input.password);
    location.assign(refusal === null ? `/projects/${slug}` : "/login");
  });
  return {
    form,
    // The mutation keeps its error for the form; the rejection itself says nothing more.
    submit: (event: React.FormEvent) => void finish(event).catch(() => undefined),
    pending: join.isPending || leaving,
    error: join.error ? messageOf(join.error) : undefined,
  };
}
