"use client";

import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { CompleteSetup } from "@/server/auth/schema";

export function ProjectStep() {
  const { register, formState } = useFormContext<CompleteSetup>();
  return (
    <Field
      label="Project name"
      hint="A project holds the servers, endpoints and record of one team. You can rename it later."
      error={formState.errors.projectName?.message}
      required
    >
      <Input autoComplete="off" autoFocus placeholder="Engineering" {...register("projectName")} />
    </Field>
  );
}
