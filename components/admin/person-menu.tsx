"use client";

import { Ban, KeyRound, LogOut, ShieldCheck, ShieldOff, UserCheck } from "lucide-react";
import { toast } from "sonner";
import { count } from "@/components/projects/count";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
import type { Somebody } from "./types";
import { usePeople } from "./use-people";

export type ResetLink = { email: string; url: string };

type PersonMenuProps = {
  person: Somebody;
  onDisable: () => void;
  onLink: (link: ResetLink) => void;
};

export function PersonMenu({ person, onDisable, onLink }: PersonMenuProps) {
  const { give, take, enable, endSessions, resetLink } = usePeople();
  const input = { person: person.id };
  const disabled = person.disabledAt !== null;
  const said = ({ sessions }: { sessions: number }) =>
    void toast.success(`${person.name}: ${count(sessions, "session")} ended`);
  return (
    <RowMenu label={`Actions for ${person.name}`}>
      <DropdownMenuItem
        disabled={disabled}
        onSelect={() => resetLink.mutate(input, { onSuccess: onLink })}
      >
        <KeyRound aria-hidden="true" />
        Make a password link
      </DropdownMenuItem>
      <DropdownMenuItem
        disabled={person.sessions === 0}
        onSelect={() => endSessions.mutate(input, { onSuccess: said })}
      >
        <LogOut aria-hidden="true" />
        {person.sessions === 0 ? "End sessions" : `End ${count(person.sessions, "session")}`}
      </DropdownMenuItem>
      {person.isAdmin ? (
        <DropdownMenuItem disabled={person.lastAdmin} onSelect={() => take.mutate(input)}>
          <ShieldOff aria-hidden="true" />
          Take back administration
        </DropdownMenuItem>
      ) : (
        <DropdownMenuItem disabled={disabled} onSelect={() => give.mutate(input)}>
          <ShieldCheck aria-hidden="true" />
          Make an administrator
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      {disabled ? (
        <DropdownMenuItem onSelect={() => enable.mutate(input)}>
          <UserCheck aria-hidden="true" />
          Enable
        </DropdownMenuItem>
      ) : (
        <DropdownMenuItem danger disabled={person.you} onSelect={onDisable}>
          <Ban aria-hidden="true" />
          Disable…
        </DropdownMenuItem>
      )}
      <Why person={person} />
    </RowMenu>
  );
}

function Why({ person: { you, lastAdmin } }: { person: Somebody }) {
  if (!you && !lastAdmin) return null;
  return (
    <p className="max-w-60 px-2 py-1 text-muted-foreground text-xs">
      {lastAdmin ? "The last administrator of the installation stays one. " : null}
      {you ? "You cannot disable yourself." : null}
    </p>
  );
}
