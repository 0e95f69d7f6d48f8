"use client";

import { SecretInput } from "@/components/forms/secret-input";
import { Field } from "@/components/ui/field";
import type { Account } from "./types";

type SecretFieldProps = {
  account: Account;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** Where a person pastes a token or key of theirs. */
export function SecretField({ account, value, onChange, error }: SecretFieldProps) {
  const { method, headerName, server } = account;
  const before = account.state === "connected" ? " The one before stays in use until then." : "";
  const label = method === "header" ? `Value of ${headerName}` : "Token";
  return (
    <Field
      label={
        <span>
          {label} <span className="sr-only">for {server.name}</span>
        </span>
      }
      hint={`Checked at ${server.host} before it is kept.${before} Stored encrypted; nobody can read it here again.`}
      error={error}
      required
    >
      <SecretInput stored={null} value={value} onChange={onChange} />
    </Field>
  );
}
