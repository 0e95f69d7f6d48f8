"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { EndpointDetails } from "@/server/endpoints/schema";
import { CreateFooter } from "./create-footer";
import type { Wizard } from "./use-draft";

const Naming = EndpointDetails.pick({ name: true, description: true });

export function CreateNameStep({ draft, keep, go }: Wizard) {
  const form = useForm({
    resolver: zodResolver(Naming),
    defaultValues: { name: draft.name, description: draft.description },
  });
  const { errors } = form.formState;
  const onSubmit = form.handleSubmit((naming) => {
    keep(naming);
    go("servers");
  });
  return (
    <Form onSubmit={onSubmit} className="gap-5">
      <Field
        label="Name"
        hint="People see it when they connect a client. Its address is made from it and stays, whatever you call it later."
        error={errors.name?.message}
        required
      >
        <Input {...form.register("name")} autoComplete="off" autoFocus placeholder="Support" />
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        <Textarea {...form.register("description")} rows={2} />
      </Field>
      <CreateFooter>
        <SubmitButton>Continue</SubmitButton>
      </CreateFooter>
    </Form>
  );
}
