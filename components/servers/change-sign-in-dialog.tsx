"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Field } from "@/components/ui/field";
import type { Authentication, CredentialMode } from "@/server/credentials/schema";
import { ChangeSignIn } from "@/server/servers/schema";
import { authenticationErrors } from "./authentication-errors";
import { AuthenticationFields, emptyAuthentication } from "./authentication-fields";
import { ChangeConsequence } from "./change-consequence";
import type { Server } from "./types";
import { useOAuthFacts } from "./use-oauth-facts";
import { tellSync } from "./use-server-actions";
import { useSignIn } from "./use-sign-in";
import { WhoseAccount } from "./whose-account";

type ChangeSignInDialogProps = {
  server: Server;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Changes how the server is signed in to and whose account that is; says first whom it costs what. */
export function ChangeSignInDialog({ server, open, onOpenChange }: ChangeSignInDialogProps) {
  const form = useForm({ resolver: zodResolver(ChangeSignIn), defaultValues: startOf(server) });
  const { errors, isSubmitted } = form.formState;
  const close = (next: boolean) => {
    // A secret that was typed and not saved is gone with the dialog.
    form.reset(startOf(server));
    onOpenChange(next);
  };
  const change = useChange(server, () => close(false));
  const authentication = form.watch("authentication");
  const credentialMode = form.watch("credentialMode");
  const oauth = useOAuthFacts(server, open && authentication.method === "oauth");
  return (
    <FormDialog
      open={open}
      onOpenChange={close}
      size="lg"
      title={`Sign-in of ${server.name}`}
      submitLabel={authentication.method === "oauth" ? "Save and sign in" : "Save and try"}
      onSubmit={form.handleSubmit((values) => change.submit(values))}
      pending={change.pending}
      error={change.error}
    >
      <AuthenticationFields
        value={authentication}
        errors={authenticationErrors(errors.authentication)}
        oauth={oauth}
        onChange={(value) =>
          form.setValue("authentication", value, { shouldValidate: isSubmitted })
        }
      />
      {authentication.method === "none" ? null : (
        <Field label="Whose account">
          <WhoseAccount
            value={credentialMode}
            onChange={(mode) => form.setValue("credentialMode", mode)}
          />
        </Field>
      )}
      <ChangeConsequence
        server={server}
        authMethod={authentication.method}
        credentialMode={credentialMode}
      />
    </FormDialog>
  );
}

type Start = { id: string; authentication: Authentication; credentialMode: CredentialMode };

function startOf(server: Server): Start {
  const start = emptyAuthentication(server.authMethod === "none" ? "bearer" : server.authMethod);
  const authentication: Authentication =
    start.method === "header" ? { ...start, name: server.headerName ?? "" } : start;
  const credentialMode = server.credentialMode === "personal" ? "personal" : "shared";
  return { id: server.id, authentication, credentialMode };
}

function useChange(server: Server, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const { signIn, pending } = useSignIn();
  const mutation = useMutation(
    trpc.servers.update.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
    }),
  );
  const submit = (values: ChangeSignIn) =>
    mutation.mutate(
      { project, ...values },
      {
        onSuccess: async ({ sync }) => {
          const { authentication, credentialMode } = values;
          if (authentication.method === "oauth") await signIn({ ...server, credentialMode });
          if (sync) tellSync(server.name, sync);
          onDone();
        },
      },
    );
  return {
    pending: mutation.isPending || pending,
    error: mutation.error ? messageOf(mutation.error) : undefined,
    submit,
  };
}
