"use client";

import { SecretInput } from "@/components/forms/secret-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Authentication } from "@/server/credentials/schema";

type SecretErrors = Partial<Record<"token" | "name" | "value", string>>;

type Secretive = Extract<Authentication, { method: "bearer" | "header" }>;

type SecretFieldsProps = {
  value: Secretive;
  onChange: (value: Secretive) => void;
  errors: SecretErrors;
};

const keptSealed = "Stored encrypted. Nobody can read it here again, only replace it.";

/** What is pasted: a token, or a header with its value. */
export function SecretFields({ value, onChange, errors }: SecretFieldsProps) {
  if (value.method === "bearer")
    return (
      <Field label="Token" hint={keptSealed} error={errors.token} required>
        <SecretInput
          stored={null}
          value={value.token}
          onChange={(token) => onChange({ ...value, token })}
        />
      </Field>
    );
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Header name" error={errors.name} required>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder="X-API-Key"
          value={value.name}
          onChange={(event) => onChange({ ...value, name: event.target.value })}
        />
      </Field>
      <Field label="Value" hint={keptSealed} error={errors.value} required>
        <SecretInput
          stored={null}
          value={value.value}
          onChange={(secret) => onChange({ ...value, value: secret })}
        />
      </Field>
    </div>
  );
}
