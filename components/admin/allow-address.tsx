"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { AllowEgress } from "@/server/settings/schema";

export function AllowAddress() {
  const [open, setOpen] = useState(false);
  const { form, allow } = useAllow(() => setOpen(false));
  const begin = () => {
    form.reset();
    allow.reset();
    setOpen(true);
  };
  return (
    <>
      <Button variant="secondary" size="sm" onClick={begin}>
        Allow an address
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Allow a private address"
        description="Servers of every project may then have it."
        submitLabel="Allow"
        onSubmit={form.handleSubmit((input) => allow.mutate(input))}
        pending={allow.isPending}
        error={allow.error ? messageOf(allow.error) : undefined}
        size="sm"
      >
        <Field label="Host and port" error={form.formState.errors.hostPort?.message} required>
          <Input
            mono
            autoComplete="off"
            placeholder="10.0.0.5:8443"
            {...form.register("hostPort")}
          />
        </Field>
      </FormDialog>
    </>
  );
}

function useAllow(onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm<AllowEgress>({
    resolver: zodResolver(AllowEgress),
    defaultValues: { hostPort: "" },
  });
  const allow = useMutation(
    trpc.settings.allowEgress.mutationOptions({
      onSuccess: ({ hostPort }) => {
        void queryClient.invalidateQueries(trpc.settings.egress.queryFilter());
        toast.success(`${hostPort} is allowed`);
        onDone();
      },
    }),
  );
  return { form, allow };
}
