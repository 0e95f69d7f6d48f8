"use client";

import { CirclePause, CirclePlay, History, Pencil, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import { DeleteDialog, RestartDialog } from "./destination-dialogs";
import { EditDialog } from "./edit-dialog";
import type { Destination } from "./types";
import { useTestDestination, useToggleDestination } from "./use-forwarding";

export function DestinationActions({ destination }: { destination: Destination }) {
  const [open, setOpen] = useState<"edit" | "restart" | "delete">();
  const close = () => setOpen(undefined);
  return (
    <>
      <TestButton destination={destination} />
      <ToggleButton destination={destination} />
      <Button variant="secondary" onClick={() => setOpen("edit")}>
        <Pencil aria-hidden="true" />
        Edit
      </Button>
      <RowMenu label={`More actions for ${destination.name}`}>
        <DropdownMenuItem onSelect={() => setOpen("restart")}>
          <History aria-hidden="true" />
          Start again from the beginning…
        </DropdownMenuItem>
        <DropdownMenuItem danger onSelect={() => setOpen("delete")}>
          <Trash2 aria-hidden="true" />
          Delete…
        </DropdownMenuItem>
      </RowMenu>
      {open === "edit" ? <EditDialog destination={destination} onClose={close} /> : null}
      {open === "restart" ? <RestartDialog destination={destination} onClose={close} /> : null}
      {open === "delete" ? <DeleteDialog destination={destination} onClose={close} /> : null}
    </>
  );
}

function TestButton({ destination: { id } }: { destination: Destination }) {
  const project = useProjectSlug();
  const test = useTestDestination();
  const send = () =>
    test.mutate(
      { project, destination: id },
      {
        onError: (error) => void toast.error(messageOf(error)),
        onSuccess: ({ taken, message, ms }) =>
          void (taken
            ? toast.success(`The test event was taken in ${ms} ms`, told(message))
            : toast.error("The test event was not taken", told(message))),
      },
    );
  return (
    <Button variant="secondary" pending={test.isPending} onClick={send}>
      <Send aria-hidden="true" />
      Send test
    </Button>
  );
}

function told(message: string | null) {
  return message ? { description: message } : {};
}

function ToggleButton({ destination: { id, state } }: { destination: Destination }) {
  const project = useProjectSlug();
  const toggle = useToggleDestination();
  const isOff = ["paused", "refused", "failing"].includes(state);
  const change = () =>
    toggle.mutate(
      { project, destination: id, enabled: isOff },
      { onError: (error) => void toast.error(messageOf(error)) },
    );
  const Icon = isOff ? CirclePlay : CirclePause;
  return (
    <Button variant="secondary" pending={toggle.isPending} onClick={change}>
      <Icon aria-hidden="true" />
      {labelOf(state)}
    </Button>
  );
}

function labelOf(state: Destination["state"]): string {
  if (state === "failing") return "Try now";
  return state === "paused" || state === "refused" ? "Resume" : "Pause";
}
