"use client";

import { type FormEvent, useState } from "react";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { messageOf } from "@/components/trpc/errors";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import { ServerUrl } from "@/server/servers/schema";
import { AllowAddress } from "./allow-address";
import { ProbeChecklist } from "./probe-checklist";
import { Step } from "./step";
import type { useProbe } from "./use-probe";

type AddressStepProps = {
  /** The address being looked at; empty before the first. */
  url: string;
  probe: ReturnType<typeof useProbe>;
  onCheck: (url: string) => void;
  /** An administrator trusts another origin to tell how people sign in. */
  onConfirm: (origin: string) => void;
  /** Offered when what was found does not rule the server out. */
  onAnyway?: (() => void) | undefined;
};

export function AddressStep({ url, probe, onCheck, onConfirm, onAnyway }: AddressStepProps) {
  return (
    <Step
      number={1}
      title="Address"
      hint="The URL where the server speaks MCP over HTTP. We look what is there; nothing is kept yet."
      done={probe.data?.ok}
    >
      <AddressForm key={url} url={url} pending={probe.isFetching} onCheck={onCheck} />
      <div aria-live="polite" className="grid gap-3">
        {probe.isFetching ? (
          <Spinner label="Looking what is there" />
        ) : (
          <Found probe={probe} onConfirm={onConfirm} />
        )}
      </div>
      {onAnyway ? (
        <p className="flex flex-wrap items-center gap-x-2 text-muted-foreground text-sm">
          You expect this to change, or the server is down now?
          <Button variant="link" onClick={onAnyway}>
            Add it anyway
          </Button>
        </p>
      ) : null}
    </Step>
  );
}

function Found({ probe, onConfirm }: Pick<AddressStepProps, "probe" | "onConfirm">) {
  if (probe.error) return <Banner tone="danger">{messageOf(probe.error)}</Banner>;
  if (!probe.data) return null;
  const { steps, allow, confirmOrigin } = probe.data;
  return (
    <>
      <ProbeChecklist steps={steps} />
      {allow ? <AllowAddress allow={allow} onAllowed={probe.refetch} /> : null}
      {confirmOrigin ? <ConfirmOrigin origin={confirmOrigin} onConfirm={onConfirm} /> : null}
    </>
  );
}

type ConfirmOriginProps = { origin: string; onConfirm: (origin: string) => void };

function ConfirmOrigin({ origin, onConfirm }: ConfirmOriginProps) {
  return (
    <Banner
      tone="warning"
      title="Another site tells how people sign in"
      action={
        <Button variant="secondary" onClick={() => onConfirm(origin)}>
          Trust {new URL(origin).host}
        </Button>
      }
    >
      The server refers to <code className="font-mono text-xs">{origin}</code>. Go on only if it
      belongs to the same service.
    </Banner>
  );
}

type AddressFormProps = { url: string; pending: boolean; onCheck: (url: string) => void };

function AddressForm({ url, pending, onCheck }: AddressFormProps) {
  const [text, setText] = useState(url);
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = ServerUrl.safeParse(text);
    setError(parsed.error?.issues[0]?.message);
    if (parsed.success) onCheck(parsed.data);
  };
  return (
    <Form onSubmit={submit}>
      <Field label="URL" error={error} required>
        <div className="flex gap-2 max-sm:flex-col">
          <Input
            mono
            name="url"
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            autoFocus={url === ""}
            placeholder="https://mcp.example.com/mcp"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <SubmitButton variant={url && text === url ? "secondary" : "primary"} pending={pending}>
            {url && text === url ? "Check again" : "Check address"}
          </SubmitButton>
        </div>
      </Field>
    </Form>
  );
}
