"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { SaveBar } from "@/components/forms/save-bar";
import { usePermissions } from "@/components/projects/use-permissions";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { Textarea } from "@/components/ui/textarea";
import { ServerDetails } from "@/server/servers/schema";
import { AllowAddress } from "./allow-address";
import { counted } from "./counted";
import { DangerZone } from "./danger-zone";
import { useServer } from "./server-view";
import type { Server } from "./types";
import { useUpdateServer } from "./use-update-server";

export function SettingsTab() {
  const { data: server } = useServer();
  if (!server) return null;
  return (
    <div className="grid max-w-2xl gap-10">
      {/* Another server, or saved values, start the form anew. */}
      <Details
        key={`${server.id} ${server.name} ${server.url} ${server.description}`}
        server={server}
      />
      <DangerZone server={server} />
    </div>
  );
}

function Details({ server }: { server: Server }) {
  const { can, reason } = usePermissions();
  const update = useUpdateServer(server);
  const { name, description, url } = server;
  const form = useForm({
    resolver: zodResolver(ServerDetails),
    defaultValues: { name, description, url },
  });
  const { errors, isDirty } = form.formState;
  const submit = form.handleSubmit((values) => update.submit(values));
  return (
    <Section title="Details" description={reason("server.edit")}>
      <Form onSubmit={submit} pending={update.pending || !can("server.edit")} error={update.error}>
        <Field label="Name" error={errors.name?.message} required>
          <Input autoComplete="off" {...form.register("name")} />
        </Field>
        <Field label="Description" error={errors.description?.message} optional>
          <Textarea rows={2} {...form.register("description")} />
        </Field>
        <Field label="URL" error={errors.url?.message} required>
          <Input
            mono
            type="url"
            autoComplete="off"
            spellCheck={false}
            {...form.register("url", { onChange: update.reset })}
          />
        </Field>
        <div aria-live="polite" className="empty:hidden">
          {update.allow ? <AllowAddress allow={update.allow} onAllowed={submit} /> : null}
        </div>
        {movesCredential(server, form.watch("url")) ? (
          <Banner tone="warning" title={lossOf(server)} live>
            What was given for {server.host} is not sent to another host. Connect to the new host
            afterwards, under Credentials.
          </Banner>
        ) : null}
        <SaveBar dirty={isDirty} pending={update.pending} onDiscard={() => form.reset()} />
      </Form>
    </Section>
  );
}

function lossOf({ signIn }: Server): string {
  if (signIn.people === 0) return "The stored credential will be removed";
  return `${counted(signIn.people, "person's account", "people's accounts")} will be disconnected`;
}

function movesCredential(server: Server, url: string): boolean {
  if (!server.credential && server.signIn.people === 0) return false;
  const parsed = ServerDetails.shape.url.safeParse(url);
  return parsed.success && new URL(parsed.data).origin !== new URL(server.url).origin;
}
