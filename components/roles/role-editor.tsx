"use client";

import type { ReactNode } from "react";
import { FormProvider } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { usePermissions } from "@/components/projects/use-permissions";
import { Banner } from "@/components/ui/banner";
import { EndpointRules } from "./endpoint-rules";
import { PermissionMatrix } from "./permission-matrix";
import { PreviewCard } from "./preview-card";
import { RoleFacts } from "./role-facts";
import { SaveRole } from "./save-role";
import type { Role } from "./types";
import { useRoleForm } from "./use-role-form";

type RoleEditorProps = {
  /** None: one is being created. */
  role?: Role | null;
  /** Stands below the preview. */
  aside?: ReactNode;
};

/** What a role allows, and beside it what that means for endpoints and people, also before it is saved. */
export function RoleEditor({ role = null, aside }: RoleEditorProps) {
  const { form, submit, pending, error } = useRoleForm(role);
  const locked = useLock(role);
  return (
    <FormProvider {...form}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,23rem)]">
        <Form onSubmit={submit} pending={pending} error={error} className="gap-8">
          {locked ? <Banner>{locked}</Banner> : <RoleFacts />}
          <EndpointRules readOnly={locked !== null} />
          <PermissionMatrix readOnly={locked !== null} />
          {locked ? null : <SaveRole isNew={role === null} pending={pending} />}
        </Form>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:sticky lg:top-7">
          <PreviewCard role={role} />
          {aside}
        </div>
      </div>
    </FormProvider>
  );
}

function useLock(role: Role | null): string | null {
  const refused = usePermissions().reason("role.edit");
  if (role?.builtin)
    return "This role is built in: the same in every project. To change it, clone it and change the copy.";
  return refused ? `You can see this role but not change it. ${refused}` : null;
}
