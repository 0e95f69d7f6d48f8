"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SignIn } from "@/server/auth/schema";
import { OrLine } from "./or-line";
import { signInWithPassword, ssoFailure } from "./sign-in";
import { SsoButton } from "./sso-button";

type LoginFormProps = {
  /** A path of ours, checked by the page. */
  next: string;
  /** The host of the identity provider; null without one. */
  singleSignOn: string | null;
  /** False where single sign-on is the only way in. */
  passwords: boolean;
  failure: string | undefined;
};

export function LoginForm({ next, singleSignOn, passwords, failure }: LoginFormProps) {
  const refusal = ssoFailure(failure);
  return (
    <Card>
      <CardBody className="grid gap-5 p-6">
        <h1 className="font-semibold text-xl tracking-tight">Sign in</h1>
        {passwords ? null : <FormError error={refusal} />}
        {singleSignOn ? <SsoButton host={singleSignOn} next={next} /> : null}
        {singleSignOn && passwords ? <OrLine /> : null}
        {passwords ? <PasswordForm next={next} failure={refusal} /> : null}
      </CardBody>
    </Card>
  );
}

function PasswordForm({ next, failure }: Pick<LoginFormProps, "next" | "failure">) {
  const { form, submit, pending, error } = useLogin(next, failure);
  const { errors } = form.formState;
  return (
    <Form onSubmit={submit} pending={pending} error={error}>
      <Field label="E-mail" error={errors.email?.message} required>
        <Input type="email" autoComplete="username" autoFocus {...form.register("email")} />
      </Field>
      <Field label="Password" error={errors.password?.message} required>
        <Input type="password" autoComplete="current-password" {...form.register("password")} />
      </Field>
      <SubmitButton pending={pending} size="lg" className="w-full">
        Sign in
      </SubmitButton>
    </Form>
  );
}

function useLogin(next: string, failure: string | undefined) {
  const [error, setError] = useState(failure);
  const [leaving, setLeaving] = useState(false);
  const form = useForm<SignIn>({
    resolver: zodResolver(SignIn),
    defaultValues: { email: "", password: "" },
  });
  const submit = form.handleSubmit(async ({ email, password }) => {
    setError(undefined);
    const refusal = await signInWithPassword(email, password);
    if (refusal !== null) {
      setError(refusal);
      return;
    }
    setLeaving(true);
    // A whole new page: nothing of an earlier person stays in memory.
    location.assign(next);
  });
  return { form, submit, error, pending: form.formState.isSubmitting || leaving };
}
