"use client";

import { SecretInput } from "@/components/forms/secret-input";
import { CopyLine } from "@/components/ui/copy-line";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type OAuthClient = { clientId?: string | undefined; clientSecret?: string | undefined };

type OAuthClientFieldsProps = {
  value: OAuthClient;
  onChange: (value: OAuthClient) => void;
  errors: { clientId?: string | undefined; clientSecret?: string | undefined };
  /** Where the service is to send people back to. */
  callbackUrl: string;
  /** The service's host, for the words. */
  host: string;
};

/** For services that do not register clients by themselves: what is created there, entered here. */
export function OAuthClientFields(props: OAuthClientFieldsProps) {
  const { value, onChange, errors, callbackUrl, host } = props;
  return (
    <div className="grid gap-4 rounded-lg border bg-card p-3.5">
      <ol className="grid list-decimal gap-3 pl-5 text-sm marker:text-muted-foreground">
        <li>
          Create an OAuth app at {host} and give it this callback URL:
          <CopyLine className="mt-1.5" label="Copy the callback URL" value={callbackUrl} />
        </li>
        <li>Enter the client ID and secret it shows you.</li>
      </ol>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Client ID" error={errors.clientId} required>
          <Input
            mono
            autoComplete="off"
            spellCheck={false}
            value={value.clientId ?? ""}
            onChange={(event) => onChange({ ...value, clientId: event.target.value })}
          />
        </Field>
        <Field
          label="Client secret"
          hint="Stored encrypted; it can be replaced, never read."
          error={errors.clientSecret}
          optional
        >
          <SecretInput
            stored={null}
            value={value.clientSecret ?? ""}
            onChange={(clientSecret) => onChange({ ...value, clientSecret })}
          />
        </Field>
      </div>
    </div>
  );
}
