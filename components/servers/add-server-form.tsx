"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type UseFormReturn, useForm } from "react-hook-form";
import type { z } from "zod";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { Authentication } from "@/server/credentials/schema";
import { CreateServer } from "@/server/servers/schema";
import { authenticationErrors } from "./authentication-errors";
import { AuthenticationFields, emptyAuthentication } from "./authentication-fields";
import { Step } from "./step";
import type { Probe } from "./types";
import { useCreateServer } from "./use-create-server";
import { WhoseAccount } from "./whose-account";

type AddServerFormProps = {
  url: string;
  /** Another origin, confirmed for how people sign in. */
  metadataOrigin: string | undefined;
  /** What the look at the address found, if it found a server. */
  probe: Probe | undefined;
};

/** Steps 2 to 4, filled in as far as the server told us. */
export function AddServerForm({ url, metadataOrigin, probe }: AddServerFormProps) {
  const create = useCreateServer();
  const form = useForm<Entered, unknown, CreateServer>({
    resolver: zodResolver(CreateServer),
    defaultValues: start(url, probe),
  });
  const submit = form.handleSubmit((values) => {
    // The schema cannot know that this service registers nobody by itself.
    if (lacksClient(values.authentication, probe))
      form.setError("authentication.clientId", { message: "Enter the client ID." });
    else create.submit({ ...values, metadataOrigin });
  });
  const { method } = form.watch("authentication");
  return (
    <Form
      className="gap-0"
      onSubmit={submit}
      pending={create.pending}
      error={create.error ? messageOf(create.error) : undefined}
    >
      <SignInStep form={form} probe={probe} />
      <WhoseAccountStep form={form} />
      <NameStep
        form={form}
        pending={create.pending}
        leavesFor={method === "oauth" ? (probe?.signIn?.host ?? "the service") : null}
      />
    </Form>
  );
}

type Entered = z.input<typeof CreateServer>;
type AddServer = UseFormReturn<Entered, unknown, CreateServer>;

function start(url: string, probe: Probe | undefined): Entered {
  return {
    url,
    authentication: emptyAuthentication(methodFor(probe)),
    credentialMode: "shared",
    name: nameFrom(url, probe),
    description: "",
  };
}

function lacksClient(authentication: Authentication, probe: Probe | undefined): boolean {
  if (authentication.method !== "oauth" || probe?.signIn?.registration !== "manual") return false;
  return !authentication.clientId;
}

function methodFor(probe: Probe | undefined): string {
  if (!probe?.needsSignIn) return "none";
  return probe.signIn ? "oauth" : "bearer";
}

function SignInStep({ form, probe }: { form: AddServer; probe: Probe | undefined }) {
  const { errors, isSubmitted } = form.formState;
  const { signIn = null, callbackUrl = "" } = probe ?? {};
  return (
    <Step number={2} title="Sign-in" hint={signInHint(probe)}>
      <AuthenticationFields
        value={form.watch("authentication")}
        errors={authenticationErrors(errors.authentication)}
        oauth={{
          host: signIn?.host ?? null,
          manual: signIn?.registration === "manual",
          callbackUrl,
        }}
        onChange={(value) =>
          form.setValue("authentication", value, { shouldValidate: isSubmitted })
        }
      />
    </Step>
  );
}

function WhoseAccountStep({ form }: { form: AddServer }) {
  const { method } = form.watch("authentication");
  const mode = form.watch("credentialMode") ?? "shared";
  if (method === "none")
    return (
      <Step
        number={3}
        title="Whose account"
        hint="Nobody's: without a sign-in the server does not tell callers apart. The activity record here names the person."
      >
        {null}
      </Step>
    );
  return (
    <Step number={3} title="Whose account" hint={mode === "personal" ? firstIsYours : undefined}>
      <WhoseAccount value={mode} onChange={(next) => form.setValue("credentialMode", next)} />
    </Step>
  );
}

const firstIsYours =
  "What you connect now is your own account: it serves to read the server's tools, and your own calls.";

type NameStepProps = { form: AddServer; pending: boolean; leavesFor: string | null };

function NameStep({ form, pending, leavesFor }: NameStepProps) {
  const { errors } = form.formState;
  return (
    <Step number={4} title="Name" hint="What your team calls it. It stays changeable.">
      <Field label="Name" error={errors.name?.message} required>
        <Input autoComplete="off" {...form.register("name")} />
      </Field>
      <Field label="Description" error={errors.description?.message} optional>
        <Textarea rows={2} {...form.register("description")} />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton pending={pending}>
          {leavesFor ? `Add and sign in at ${leavesFor}` : "Add server"}
        </SubmitButton>
        <p className="min-w-0 flex-1 basis-60 text-pretty text-muted-foreground text-xs">
          {leavesFor
            ? "What you entered is kept. You come back here when you have signed in."
            : "Its tools are fetched at once. No AI client sees them until an endpoint offers them."}
        </p>
      </div>
    </Step>
  );
}

function signInHint(probe: Probe | undefined): string {
  if (!probe?.ok && !probe?.needsSignIn) return "How Gatehouse proves to the server who it is.";
  if (!probe.needsSignIn)
    return "The server answers without a sign-in. Choose one only if you know it offers more with it.";
  return probe.signIn
    ? `The server signs people in at ${probe.signIn.host}.`
    : "The server asks for a sign-in.";
}

function nameFrom(url: string, probe: Probe | undefined): string {
  const info = probe?.serverInfo;
  return (info?.title ?? info?.name ?? new URL(url).hostname).slice(0, 80);
}
