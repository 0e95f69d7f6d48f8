"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { EnterCredential } from "@/server/credentials/schema";
import { authenticationErrors } from "./authentication-errors";
import { SecretFields } from "./secret-fields";
import type { Server } from "./types";
import { tellSync } from "./use-server-actions";

type CredentialDialogProps = {
  server: Server;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Enters a token or header value: the shared one, or one's own where each person has theirs. It is tried at once. */
export function CredentialDialog({ server, open, onOpenChange }: CredentialDialogProps) {
  const form = useForm({
    resolver: zodResolver(EnterCredential),
    defaultValues: startOf(server),
  });
  const close = (next: boolean) => {
    // A secret that was typed and not saved is gone with the dialog.
    form.reset(startOf(server));
    onOpenChange(next);
  };
  const enter = useEnter(server, () => close(false));
  const personal = server.credentialMode === "personal";
  return (
    <FormDialog
      open={open}
      onOpenChange={close}
      title={personal ? `Your account at ${server.name}` : `Account of ${server.name}`}
      description="What is stored now stops being used at once. The new one is tried immediately."
      submitLabel="Save and try"
      onSubmit={form.handleSubmit((values) => enter.submit(values))}
      pending={enter.pending}
      error={enter.error}
    >
      <SecretFields
        value={form.watch("authentication")}
        errors={authenticationErrors(form.formState.errors.authentication)}
        onChange={(value) =>
          form.setValue("authentication", value, { shouldValidate: form.formState.isSubmitted })
        }
      />
    </FormDialog>
  );
}

function startOf({ id, authMethod, headerName }: Server): EnterCredential {
  if (authMethod === "header")
    return { server: id, authentication: { method: "header", name: headerName ?? "", value: "" } };
  return { server: id, authentication: { method: "bearer", token: "" } };
}

function useEnter(server: Server, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const onSettled = () => queryClient.invalidateQueries(trpc.servers.pathFilter());
  const shared = useMutation(
    trpc.credentials.replace.mutationOptions({
      onSettled,
      onSuccess: (result) => {
        onDone();
        tellSync(server.name, result);
      },
    }),
  );
  const own = useMutation(
    trpc.connections.enter.mutationOptions({
      onSettled,
      onSuccess: () => {
        onDone();
        toast.success(`Your account at ${server.name} is connected`);
      },
    }),
  );
  const used = server.credentialMode === "personal" ? own : shared;
  return {
    pending: used.isPending,
    error: used.error ? messageOf(used.error) : undefined,
    submit: (values: EnterCredential) =>
      server.credentialMode === "personal"
        ? own.mutate(values)
        : shared.mutate({ project, ...values }),
  };
}
