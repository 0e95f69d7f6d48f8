"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { Controller, useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { CreateDestination } from "@/server/forwarding/schema";
import { DestinationFields, type DestinationForm } from "./destination-fields";
import { HeaderFields } from "./header-fields";
import { SecretShown } from "./secret-shown";
import { useCreateDestination } from "./use-forwarding";

const kinds = [
  {
    value: "otlp",
    title: "OpenTelemetry",
    description: "Log records over OTLP/HTTP, which collectors and most log stores take.",
  },
  {
    value: "webhook",
    title: "Webhook",
    description: "JSON to an address of yours, signed so that you can verify it.",
  },
];

const beginnings = [
  { value: "now", title: "From now on", description: "Calls that end from this moment." },
  {
    value: "beginning",
    title: "From the first call kept",
    description: "Everything in the record, then what follows.",
  },
];

/** A new destination; of a webhook then its secret, which is shown this once. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const project = useProjectSlug();
  const create = useCreateDestination();
  const form: DestinationForm = useForm({
    resolver: zodResolver(CreateDestination),
    defaultValues: {
      ...{ name: "", url: "", kind: "otlp", outcomes: "all", payloads: false },
      ...{ headers: [], from: "now" },
    },
  });
  const open = (id: string) => router.push(`/projects/${project}/settings/forwarding/${id}`);
  if (create.data?.secret)
    return <SecretShown secret={create.data.secret} onClose={() => open(create.data?.id ?? "")} />;
  return (
    <FormDialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Add destination"
      submitLabel="Add destination"
      pending={create.isPending}
      error={create.error ? messageOf(create.error) : undefined}
      onSubmit={form.handleSubmit((draft) =>
        create.mutate(
          { project, ...draft },
          { onSuccess: ({ id, secret }) => (secret ? undefined : open(id)) },
        ),
      )}
    >
      <Choice form={form} name="kind" label="Kind" options={kinds} />
      <DestinationFields form={form} kind={form.watch("kind")} />
      <HeaderFields form={form} />
      <Choice form={form} name="from" label="Begin" options={beginnings} />
    </FormDialog>
  );
}

type ChoiceProps = {
  form: DestinationForm;
  name: "kind" | "from";
  label: string;
  options: typeof kinds;
};

function Choice({ form, name, label, options }: ChoiceProps) {
  return (
    <Field label={label}>
      <Controller
        control={form.control}
        name={name}
        render={({ field }) => (
          <RadioCards
            columns={2}
            options={options}
            value={field.value}
            onValueChange={field.onChange}
          />
        )}
      />
    </Field>
  );
}
