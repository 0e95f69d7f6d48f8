"use client";

import { useState } from "react";
import { FormDialog } from "@/components/forms/form-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import type { GivenRole } from "@/server/members/schema";
import { RoleFields } from "./role-fields";
import type { Member, RoleChoice } from "./types";
import { useChangeRoles } from "./use-members";

type RolesDialogProps = {
  member: Member;
  choices: readonly RoleChoice[];
  onClose: () => void;
};

/** Several roles, and ends. Mounted when it opens, so that it begins with what is held. */
export function RolesDialog({ member, choices, onClose }: RolesDialogProps) {
  const project = useProjectSlug();
  const change = useChangeRoles();
  const [roles, setRoles] = useState<GivenRole[]>(() =>
    member.roles.map(({ key, until }) => ({ role: key, until })),
  );
  const [refusal, setRefusal] = useState<string>();
  const submit = () => {
    if (roles.length === 0) return setRefusal("Choose a role, or remove the person instead.");
    setRefusal(undefined);
    change.mutate({ project, member: member.person.id, roles }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Roles of ${member.person.name}`}
      description="What several roles allow adds up. A role with a last day ends by itself."
      submitLabel="Save roles"
      pending={change.isPending}
      error={change.error ? messageOf(change.error) : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <RoleFields
        choices={choices}
        value={roles}
        onChange={setRoles}
        held={member.roles.map(({ key }) => key)}
        error={refusal}
      />
    </FormDialog>
  );
}
