"use client";

import Link from "next/link";
import { useFormContext } from "react-hook-form";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { SaveBar } from "@/components/forms/save-bar";
import { SubmitButton } from "@/components/forms/submit-button";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import type { RoleForm } from "./role-form";

type SaveRoleProps = { isNew: boolean; pending: boolean };

export function SaveRole({ isNew, pending }: SaveRoleProps) {
  const roles = `/projects/${useProjectSlug()}/roles`;
  const { reset, formState } = useFormContext<RoleForm>();
  const { isDirty } = formState;
  if (!isNew) return <SaveBar dirty={isDirty} pending={pending} onDiscard={() => reset()} />;
  return (
    <div className="flex items-center gap-2 border-t pt-5">
      <SubmitButton pending={pending}>Create role</SubmitButton>
      <Button asChild variant="ghost">
        <Link href={roles}>Cancel</Link>
      </Button>
      <LeaveGuard active={isDirty && !pending} />
    </div>
  );
}
