"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { UsersRound } from "lucide-react";
import { useForm } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { messageOf } from "@/components/trpc/errors";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Item, ItemGroup } from "@/components/ui/item";
import { Textarea } from "@/components/ui/textarea";
import { CreateServer } from "@/server/servers/schema";
import { authenticationErrors } from "./authentication-errors";
import { AuthenticationFields, emptyAuthentication } from "./authentication-fields";
import { Step } from "./step";
import type { Probe } from "./types";
import { useCreateServer } from "./use-create-server";

type AddServerFormProps = {
  url: string;
  /** What the look at the address found, if it found a server. */
  probe: Probe | undefined;
};

/** Steps 2 to 4, filled in as far as the server told us. */
export function AddServerForm({ url, probe }: AddServerFormProps) {
  const create = useCreateServer();
  const form = useForm({
    resolver: zodResolver(CreateServer),
    defaultValues: {
      url,
      authentication: emptyAuthentication(probe?.needsSignIn ? "bearer" : "none"),
      name: nameFrom(url, probe),
      description: "",
    },
  });
  const { errors } = form.formState;
  const authentication = form.watch("authentication");
  return (
    <Form
      className="gap-0"
      onSubmit={form.handleSubmit((values) => create.mutate(values))}
      pending={create.isPending}
      error={create.error ? messageOf(create.error) : undefined}
    >
      <Step number={2} title="Sign-in" hint={signInHint(probe)}>
        {probe?.oauth ? <OauthNotice /> : null}
        <AuthenticationFields
          value={authentication}
          errors={authenticationErrors(errors.authentication)}
          onChange={(value) => {
            form.setValue("authentication", value, { shouldValidate: form.formState.isSubmitted });
          }}
        />
      </Step>
      <WhoseAccount signsIn={authentication.method !== "none"} />
      <Step number={4} title="Name" hint="What your team calls it. It stays changeable.">
        <Field label="Name" error={errors.name?.message} required>
          <Input autoComplete="off" {...form.register("name")} />
        </Field>
        <Field label="Description" error={errors.description?.message} optional>
          <Textarea rows={2} {...form.register("description")} />
        </Field>
        <div className="flex items-center gap-3">
          <SubmitButton pending={create.isPending}>Add server</SubmitButton>
          <p className="text-muted-foreground text-xs">
            Its tools are fetched at once. No AI client sees them until an endpoint offers them.
          </p>
        </div>
      </Step>
    </Form>
  );
}

function WhoseAccount({ signsIn }: { signsIn: boolean }) {
  return (
    <Step number={3} title="Whose account">
      <ItemGroup className="rounded-lg border bg-card px-3.5">
        <Item
          media={<UsersRound aria-hidden="true" />}
          title={signsIn ? "Shared" : "Nobody's"}
          description={
            signsIn
              ? "Everyone's calls use this one account. The server sees the account, not the person; the activity record here names the person."
              : "Without a sign-in the server does not tell callers apart. The activity record here names the person."
          }
        />
      </ItemGroup>
    </Step>
  );
}

function OauthNotice() {
  return (
    <Banner tone="info" title="This server signs people in with OAuth">
      Gatehouse cannot do that yet. If the server also takes a token, for instance a personal access
      token or an API key, enter it here instead.
    </Banner>
  );
}

function signInHint(probe: Probe | undefined): string {
  if (!probe?.ok && !probe?.needsSignIn) return "How Gatehouse proves to the server who it is.";
  return probe.needsSignIn
    ? "The server asks for a sign-in."
    : "The server answers without a sign-in. Choose one only if you know it offers more with it.";
}

function nameFrom(url: string, probe: Probe | undefined): string {
  const info = probe?.serverInfo;
  return (info?.title ?? info?.name ?? new URL(url).hostname).slice(0, 80);
}
