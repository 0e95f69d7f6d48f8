"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { HeldRoles } from "./held-roles";
import { RolesDialog } from "./roles-dialog";
import type { Member, RoleChoice } from "./types";
import { useChangeRoles, useRoleChoices } from "./use-members";

/** The roles of a row: a click gives another one; several, or one with an end, in a dialog. */
export function RoleMenu({ member }: { member: Member }) {
  const { can } = usePermissions();
  const { data: choices } = useRoleChoices();
  const [several, setSeveral] = useState(false);
  if (!can("member.edit") || member.refusal || !choices) return <HeldRoles member={member} />;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            size="sm"
            className="-ml-1.5 h-auto min-h-7 max-w-full whitespace-normal px-1.5 text-left font-normal text-foreground text-sm"
            aria-label={`Roles of ${member.person.name}: ${wordsOf(member)}. Change`}
          >
            <HeldRoles member={member} />
            <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <Choices member={member} choices={choices} onSeveral={() => setSeveral(true)} />
      </DropdownMenu>
      {several ? (
        <RolesDialog member={member} choices={choices} onClose={() => setSeveral(false)} />
      ) : null}
    </>
  );
}

type ChoicesProps = { member: Member; choices: readonly RoleChoice[]; onSeveral: () => void };

function Choices({ member, choices, onSeveral }: ChoicesProps) {
  const project = useProjectSlug();
  const change = useChangeRoles();
  const [only, ...more] = member.roles;
  const single = only && more.length === 0 && only.until === null ? only.key : "";
  const pick = (role: string) =>
    change.mutate(
      { project, member: member.person.id, roles: [{ role, until: null }] },
      { onError: (error) => void toast.error(messageOf(error)) },
    );
  return (
    <DropdownMenuContent align="start">
      <DropdownMenuRadioGroup value={single} onValueChange={pick}>
        {choices.map(({ key, name, refusal }) => (
          <DropdownMenuRadioItem
            key={key}
            value={key}
            disabled={refusal !== null || member.lastAdministrator}
          >
            {name}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      {member.lastAdministrator ? (
        <p className="max-w-56 px-2 py-1 text-muted-foreground text-xs">
          The last administrator stays one. Make somebody else an administrator first.
        </p>
      ) : null}
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={onSeveral}>Several roles, or until a day…</DropdownMenuItem>
    </DropdownMenuContent>
  );
}

function wordsOf({ ended, roles }: Member): string {
  return ended ? "ended" : roles.map(({ name }) => name).join(", ");
}
