"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { EnterClient } from "@/server/credentials/schema";
import { OAuthClientFields } from "./oauth-client-fields";
import type { Server } from "./types";

type OAuthClientDialogProps = {
  server: Server;
  oauth: NonNullable<Server["signIn"]["oauth"]>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Enters the client made at the service by hand, in the place of whatever was used before. */
export function OAuthClientDialog({ server, oauth, open, onOpenChange }: OAuthClientDialogProps) {
  const empty = { server: server.id, clientId: "", clientSecret: "" };
  const form = useForm({ resolver: zodResolver(EnterClient), defaultValues: empty });
  const { errors, isSubmitted } = form.formState;
  const close = (next: boolean) => {
    // A secret that was typed and not saved is gone with the dialog.
    form.reset(empty);
    onOpenChange(next);
  };
  const enter = useEnterClient(() => close(false));
  return (
    <FormDialog
      open={open}
      onOpenChange={close}
      size="lg"
      title={`OAuth client of ${server.name}`}
      description="Accounts connected through another client have to be connected again."
      submitLabel="Save client"
      onSubmit={form.handleSubmit((values) => enter.submit(values))}
      pending={enter.pending}
      error={enter.error}
    >
      <OAuthClientFields
        value={form.watch()}
        onChange={({ clientId = "", clientSecret = "" }) => {
          form.setValue("clientId", clientId, { shouldValidate: isSubmitted });
          form.setValue("clientSecret", clientSecret, { shouldValidate: isSubmitted });
        }}
        errors={{ clientId: errors.clientId?.message, clientSecret: errors.clientSecret?.message }}
        callbackUrl={server.signIn.callbackUrl}
        host={oauth.host ?? server.host}
      />
    </FormDialog>
  );
}

function useEnterClient(onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const project = useProjectSlug();
  const mutation = useMutation(
    trpc.credentials.enterClient.mutationOptions({
      onSuccess: () => {
        toast.success("The client is stored");
        onDone();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
    }),
  );
  return {
    pending: mutation.isPending,
    error: mutation.error ? messageOf(mutation.error) : undefined,
    submit: (values: EnterClient) => mutation.mutate({ project, ...values }),
  };
}
