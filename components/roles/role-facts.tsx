"use client";

import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { RoleForm } from "./role-form";

export function RoleFacts() {
  const { register, formState } = useFormContext<RoleForm>();
  const { name, description } = formState.errors;
  return (
    <div className="grid gap-4">
      <Field label="Name" error={name?.message} required>
        <Input autoComplete="off" {...register("name")} />
      </Field>
      <Field label="Description" error={description?.message} optional>
        <Textarea rows={2} {...register("description")} />
      </Field>
    </div>
  );
}
