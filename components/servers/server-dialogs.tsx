"use client";

import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Consequence } from "./consequence";
import { useServerActions } from "./use-server-actions";

type ServerDialogProps = {
  server: { id: string; name: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function DisableServerDialog({ server, ...dialog }: ServerDialogProps) {
  const actions = useServerActions(server);
  return (
    <ConfirmDialog
      {...dialog}
      title={`Disable ${server.name}?`}
      confirmLabel="Disable"
      consequence={
        <Consequence
          id={server.id}
          after="Its settings, credentials and tools are kept. You can enable it again at any time."
        />
      }
      onConfirm={actions.disable}
    />
  );
}

/** `onDeleted` leaves the page of the server before anything asks for it again. */
export function DeleteServerDialog({
  server,
  onDeleted,
  ...dialog
}: ServerDialogProps & { onDeleted?: () => void }) {
  const actions = useServerActions(server);
  return (
    <ConfirmDialog
      {...dialog}
      title={`Delete ${server.name}?`}
      confirmLabel="Delete server"
      consequence={
        <Consequence
          id={server.id}
          after="The server is deleted with its tools and credentials. The record of its calls stays."
        />
      }
      onConfirm={async () => {
        await actions.remove();
        onDeleted?.();
        void actions.refresh();
      }}
    />
  );
}
