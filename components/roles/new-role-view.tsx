"use client";

import { useProjectSlug } from "@/components/projects/use-permissions";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { RoleEditor } from "./role-editor";

export function NewRoleView() {
  const roles = `/projects/${useProjectSlug()}/roles`;
  return (
    <Page>
      <PageHeader
        title="Create role"
        breadcrumb={[{ href: roles, label: "Roles" }]}
        description="It allows nothing but what you choose here."
      />
      <RoleEditor />
    </Page>
  );
}
