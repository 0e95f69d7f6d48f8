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
      description: lossesOf(ended).join(", ") || "Nothing of theirs was under way.",
    });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Disable ${person.name}?`}
      consequence={
        <>
          <p>They can no longer sign in.</p>
          <Losses losses={lossesOf(person)} />
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

function Losses({ losses }: { losses: readonly string[] }) {
  if (losses.length === 0) return <p>No session, client or account of theirs is active.</p>;
  return (
    <>
      <p>These end now, in every project:</p>
      <ul className="list-disc pl-5">
        {losses.map((loss) => (
          <li key={loss}>{loss}</li>
        ))}
      </ul>
    </>
  );
}

type Ends = { sessions: number; clients: number; accounts: number };

function lossesOf({ sessions, clients, accounts }: Ends): string[] {
  return [
    ...(sessions > 0 ? [count(sessions, "session")] : []),
    ...(clients > 0 ? [count(clients, "AI client")] : []),
    ...(accounts > 0 ? [`${count(accounts, "account")} connected at servers`] : []),
  ];
}
