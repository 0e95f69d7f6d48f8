"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { type Authentication, ReplaceCredential } from "@/server/credentials/schema";
import { authenticationErrors } from "./authentication-errors";
import { AuthenticationFields, emptyAuthentication } from "./authentication-fields";
import type { Server } from "./types";
import { tellSync } from "./use-server-actions";

type CredentialDialogProps = {
  server: Server;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Replaces the credential, or the way of signing in; the server is tried with it at once. */
export function CredentialDialog({ server, open, onOpenChange }: CredentialDialogProps) {
  const form = useForm({
    resolver: zodResolver(ReplaceCredential),
    defaultValues: { server: server.id, authentication: startOf(server) },
  });
  const close = (next: boolean) => {
    // A secret that was typed and not saved is gone with the dialog.
    form.reset({ server: server.id, authentication: startOf(server) });
    onOpenChange(next);
  };
  const replace = useReplace(server, () => close(false));
  return (
    <FormDialog
      open={open}
      onOpenChange={close}
      size="lg"
      title={`Sign-in of ${server.name}`}
      description="What is stored now stops being used at once. The new one is tried immediately."
      submitLabel="Save and try"
      onSubmit={form.handleSubmit((values) => replace.submit(values))}
      pending={replace.pending}
      error={replace.error}
    >
      <AuthenticationFields
        value={form.watch("authentication")}
        errors={authenticationErrors(form.formState.errors.authentication)}
        onChange={(value) =>
          form.setValue("authentication", value, { shouldValidate: form.formState.isSubmitted })
        }
      />
    </FormDialog>
  );
}

function startOf(server: Server): Authentication {
  const start = emptyAuthentication(server.authMethod === "none" ? "bearer" : server.authMethod);
  return start.method === "header" ? { ...start, name: server.headerName ?? "" } : start;
}

function useReplace(server: Server, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const mutation = useMutation(
    trpc.credentials.replace.mutationOptions({
      onSuccess: (result) => {
        onDone();
        tellSync(server.name, result);
      },
      onSettled: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
    }),
  );
  return {
    pending: mutation.isPending,
    error: mutation.error ? messageOf(mutation.error) : undefined,
    submit: (values: ReplaceCredential) => mutation.mutate({ project, ...values }),
  };
}
