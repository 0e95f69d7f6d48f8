"use client";

import { useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useParams } from "next/navigation";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { HoldersCard } from "./holders-card";
import { RoleActions } from "./role-actions";
import { RoleEditor } from "./role-editor";
import { RoleSkeleton } from "./role-skeleton";
import type { Role } from "./types";

export function RoleView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { role } = useParams<{ role: string }>();
  const query = useQuery(trpc.roles.get.queryOptions({ project, role }));
  const back = { href: `/projects/${project}/roles`, label: "All roles" };
  return (
    <Page>
      {query.data ? null : <h1 className="sr-only">Role</h1>}
      <QueryState
        query={query}
        subject="The role"
        what="role"
        back={back}
        skeleton={<RoleSkeleton />}
      >
        {(found) => <Found role={found} back={back} />}
      </QueryState>
    </Page>
  );
}

type FoundProps = { role: Role; back: { href: string; label: string } };

function Found({ role, back }: FoundProps) {
  return (
    <>
      <PageHeader
        title={role.name}
        breadcrumb={[{ ...back, label: "Roles" }]}
        description={role.description || undefined}
        status={
          role.builtin ? (
            <StatusBadge pill tone="neutral" icon={Lock} label="Built in" />
          ) : undefined
        }
        actions={<RoleActions role={role} />}
      />
      <RoleEditor key={role.key} role={role} aside={<HoldersCard role={role} />} />
    </>
  );
}
