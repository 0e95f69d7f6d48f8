"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { usePermissions } from "@/components/projects/use-permissions";
import { CheckRow } from "@/components/ui/check-row";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CreateDestination, DestinationKind } from "@/server/forwarding/schema";
import { outcomeWords } from "./words";

/** Both forms have these, and each some of its own. */
export type DestinationForm = UseFormReturn<CreateDestination, unknown, CreateDestination>;

type DestinationFieldsProps = { form: DestinationForm; kind: DestinationKind };

const urls: Record<DestinationKind, { hint: string; placeholder: string }> = {
  otlp: {
    hint: "The full address for logs, as the collector's documentation names it.",
    placeholder: "https://collector.example.com/v1/logs",
  },
  webhook: {
    hint: "Gets a signed POST for each batch of calls.",
    placeholder: "https://siem.example.com/hooks/gatehouse",
  },
};

const outcomes = (["all", "not_ok"] as const).map((value) => ({
  value,
  label: outcomeWords[value],
}));

export function DestinationFields({ form, kind }: DestinationFieldsProps) {
  const { errors } = form.formState;
  return (
    <>
      <Field label="Name" error={errors.name?.message} required>
        <Input autoComplete="off" placeholder="Security team's SIEM" {...form.register("name")} />
      </Field>
      <Field label="Address" hint={urls[kind].hint} error={errors.url?.message} required>
        <Input
          mono
          autoComplete="off"
          inputMode="url"
          placeholder={urls[kind].placeholder}
          {...form.register("url")}
        />
      </Field>
      <Field label="What is sent" error={errors.outcomes?.message}>
        <Controller
          control={form.control}
          name="outcomes"
          render={({ field }) => (
            <Select options={outcomes} value={field.value} onValueChange={field.onChange} />
          )}
        />
      </Field>
      <PayloadsCheck form={form} />
    </>
  );
}

function PayloadsCheck({ form }: { form: DestinationForm }) {
  const { reason } = usePermissions();
  const refused = reason("activity.readPayload");
  return (
    <Controller
      control={form.control}
      name="payloads"
      render={({ field }) => (
        <CheckRow
          label="Include what calls sent and received"
          hint={refused ?? "As the record has it: what filters removed is not in it."}
          checked={field.value}
          // Whoever may not read them may still take them out.
          disabled={refused !== undefined && !field.value}
          onCheckedChange={(on) => field.onChange(on === true)}
        />
      )}
    />
  );
}
