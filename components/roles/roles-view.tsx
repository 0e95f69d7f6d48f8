"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { RoleTable } from "./role-table";
import type { RoleSummary } from "./types";

export function RolesView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.roles.list.queryOptions({ project }));
  return (
    <Page className="gap-8">
      <PageHeader
        title="Roles"
        description="What people may do here. Who holds several roles may do what any of them allows."
        actions={query.data ? <CreateButton /> : null}
      />
      <QueryState query={query} subject="The roles">
        {(roles) => <Lists roles={roles} />}
      </QueryState>
    </Page>
  );
}

function Lists({ roles }: { roles: readonly RoleSummary[] }) {
  const own = roles.filter(({ builtin }) => !builtin);
  return (
    <>
      <Section title="Built in" description="The same in every project. Clone one to change it.">
        <RoleTable label="Built-in roles" roles={roles.filter(({ builtin }) => builtin)} />
      </Section>
      <Section title="Of this project">
        {own.length === 0 ? <NoRoles /> : <RoleTable label="Roles of this project" roles={own} />}
      </Section>
    </>
  );
}

function NoRoles() {
  return (
    <Empty icon={KeyRound} title="No roles of your own yet" action={<CreateButton secondary />}>
      A role of your own allows exactly what you choose, for example to connect to the endpoints
      whose name matches <code className="font-mono text-xs">engineering-*</code> and to no other.
    </Empty>
  );
}

function CreateButton({ secondary = false }: { secondary?: boolean }) {
  const project = useProjectSlug();
  const { reason } = usePermissions();
  return (
    <Button
      asChild
      disabledReason={reason("role.edit")}
      {...(secondary ? { variant: "secondary" } : { "data-shortcut": "create" })}
    >
      <Link href={`/projects/${project}/roles/new`}>
        <Plus aria-hidden="true" />
        Create role
      </Link>
    </Button>
  );
}
