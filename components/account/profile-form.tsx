"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { Form } from "@/components/forms/form";
import { SaveBar } from "@/components/forms/save-bar";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { UpdateProfile } from "@/server/auth/schema";
import { TimeZoneInput } from "./time-zone-input";

type Account = { name: string; email: string; timeZone: string | null };

export function ProfileForm({ account }: { account: Account }) {
  const { form, submit, pending, error } = useProfile(account);
  const { errors, isDirty } = form.formState;
  return (
    <Section title="Profile">
      <Form onSubmit={submit} pending={pending} error={error}>
        <Field label="Name" error={errors.name?.message} required>
          <Input autoComplete="name" defaultValue={account.name} {...form.register("name")} />
        </Field>
        <Field label="E-mail" hint="You sign in with it.">
          <Input value={account.email} readOnly className="bg-muted text-muted-foreground" />
        </Field>
        <Field
          label="Time zone"
          hint="For the times on every page. Leave it empty to follow your browser."
          error={errors.timeZone?.message}
          optional
        >
          <TimeZoneInput
            defaultValue={account.timeZone ?? ""}
            {...form.register("timeZone", { setValueAs: (value: string | null) => value || null })}
          />
        </Field>
        <SaveBar dirty={isDirty} pending={pending} onDiscard={() => form.reset()} />
      </Form>
    </Section>
  );
}

function useProfile(account: Account) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm<UpdateProfile>({
    resolver: zodResolver(UpdateProfile),
    values: { name: account.name, timeZone: account.timeZone },
  });
  const update = useMutation(
    trpc.account.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.account.get.queryFilter());
        // The sidebar's name and the zone of every time come from the layout.
        router.refresh();
        toast.success("Profile saved");
      },
    }),
  );
  return {
    form,
    submit: form.handleSubmit((input) => update.mutate(input)),
    pending: update.isPending,
    error: update.error ? messageOf(update.error) : undefined,
  };
}
