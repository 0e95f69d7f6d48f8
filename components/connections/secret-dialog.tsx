"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { FormDialog } from "@/components/forms/form-dialog";
import { useTRPC } from "@/components/trpc/client";
import { actionLabel } from "./action-label";
import { SecretField } from "./secret-field";
import type { Account } from "./types";
import { useEnterSecret } from "./use-enter-secret";

type SecretDialogProps = { account: Account; onClose: () => void };

/** Takes a token or key of one's own; the one before stays in force until this one is accepted. */
export function SecretDialog({ account, onClose }: SecretDialogProps) {
  const [secret, setSecret] = useState("");
  const [invalid, setInvalid] = useState<string>();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const enter = useEnterSecret(account, () => {
    toast.success(`${account.server.name} is connected`);
    void queryClient.invalidateQueries(trpc.connections.pathFilter());
    onClose();
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setInvalid(enter.submit(secret));
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`${actionLabel(account.state)} ${account.server.name}`}
      submitLabel="Check and connect"
      onSubmit={send}
      pending={enter.pending}
      error={enter.refused}
    >
      <SecretField account={account} value={secret} onChange={setSecret} error={invalid} />
    </FormDialog>
  );
}
