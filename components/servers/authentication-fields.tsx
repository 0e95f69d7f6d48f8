"use client";

import { KeyRound, LockOpen, Tag } from "lucide-react";
import { SecretInput } from "@/components/forms/secret-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Authentication, AuthMethod } from "@/server/credentials/schema";

/** What a person may have entered so far; the schema decides whether it is complete. */
export type AuthenticationErrors = { token?: string; name?: string; value?: string };

type AuthenticationFieldsProps = {
  value: Authentication;
  onChange: (value: Authentication) => void;
  errors: AuthenticationErrors;
};

const methods = [
  {
    value: "none",
    title: "None",
    description: "The server lets everyone in.",
    icon: <LockOpen aria-hidden="true" />,
  },
  {
    value: "bearer",
    title: "Bearer token",
    description: "A personal access token or API key.",
    icon: <KeyRound aria-hidden="true" />,
  },
  {
    value: "header",
    title: "Custom header",
    description: "A key in a header of the server's own.",
    icon: <Tag aria-hidden="true" />,
  },
];

/** An empty start for a method. */
export function emptyAuthentication(method: string): Authentication {
  if (method === "bearer") return { method, token: "" };
  if (method === "header") return { method, name: "", value: "" };
  return { method: "none" };
}

export function AuthenticationFields({ value, onChange, errors }: AuthenticationFieldsProps) {
  return (
    <div className="grid gap-4">
      <RadioCards
        aria-label="Sign-in"
        columns={3}
        options={methods}
        value={value.method satisfies AuthMethod}
        onValueChange={(method) => onChange(emptyAuthentication(method))}
      />
      <MethodFields value={value} onChange={onChange} errors={errors} />
    </div>
  );
}

const keptSealed = "Stored encrypted. Nobody can read it here again, only replace it.";

function MethodFields({ value, onChange, errors }: AuthenticationFieldsProps) {
  if (value.method === "none") return null;
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
    <div className="grid gap-4 sm:grid-cols-2">
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
