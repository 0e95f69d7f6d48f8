"use client";

import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { count } from "@/components/projects/count";
import type { Somebody } from "./types";
import { usePeople } from "./use-people";

/** Says what ends, in numbers, before it does. */
export function DisableDialog({ person, onClose }: { person: Somebody; onClose: () => void }) {
  const { disable } = usePeople();
  const act = async () => {
    const ended = await disable.mutateAsync({ person: person.id });
    toast.success(`${person.name} is disabled`, {
      description: `Ended: ${lossesOf(ended).join(", ")}.`,
    });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Disable ${person.name}?`}
      consequence={
        <>
          <p>They can no longer sign in. These end now, in every project:</p>
          <ul className="list-disc pl-5">
            {lossesOf(person).map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          <p>
            Enabling them later gives back their projects and roles, and nothing of what ended. The
            record of calls stays.
          </p>
        </>
      }
      confirmLabel="Disable"
      onConfirm={act}
    />
  );
}

type Losses = { sessions: number; clients: number; accounts: number };

function lossesOf({ sessions, clients, accounts }: Losses): string[] {
  return [
    count(sessions, "session"),
    count(clients, "AI client"),
    `${count(accounts, "account")} connected at servers`,
  ];
}
