"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { SecretField } from "@/components/connections/secret-field";
import type { Account } from "@/components/connections/types";
import { useEnterSecret } from "@/components/connections/use-enter-secret";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";

type EnterSecretProps = { account: Account; onKept: () => void; onCancel: () => void };

/** A token or key is pasted where it is asked for, and tried before it is kept. */
export function EnterSecret({ account, onKept, onCancel }: EnterSecretProps) {
  const [secret, setSecret] = useState("");
  const [invalid, setInvalid] = useState<string>();
  const { submit, pending, refused, forget } = useEnterSecret(account, onKept);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setInvalid(submit(secret));
  };
  const change = (value: string) => {
    setSecret(value);
    setInvalid(undefined);
    forget();
  };
  const form = useRef<HTMLFormElement>(null);
  // The person has just asked for it.
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  return (
    <Form
      ref={form}
      onSubmit={send}
      pending={pending}
      className="gap-3 rounded-lg border bg-muted p-3"
    >
      <SecretField account={account} value={secret} onChange={change} error={invalid ?? refused} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton pending={pending}>Check and connect</SubmitButton>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
