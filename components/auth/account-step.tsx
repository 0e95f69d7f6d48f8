"use client";

import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { CompleteSetup } from "@/server/auth/schema";

export function AccountStep() {
  const { register, formState } = useFormContext<CompleteSetup>();
  const { errors } = formState;
  return (
    <>
      <p className="-mt-2 text-pretty text-muted-foreground text-sm">
        You become the administrator of this installation.
      </p>
      <Field label="Your name" error={errors.name?.message} required>
        <Input autoComplete="name" autoFocus {...register("name")} />
      </Field>
      <Field label="E-mail" error={errors.email?.message} required>
        <Input type="email" autoComplete="username" {...register("email")} />
      </Field>
      <Field
        label="Password"
        hint="At least 12 characters. A few unrelated words are easy to remember."
        error={errors.password?.message}
        required
      >
        <Input type="password" autoComplete="new-password" {...register("password")} />
      </Field>
    </>
  );
}
