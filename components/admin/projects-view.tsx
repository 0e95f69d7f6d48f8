"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { AddAdministratorDialog } from "./add-administrator-dialog";
import { AdminTabs } from "./admin-tabs";
import { KeptRecords } from "./kept-records";
import { NewProject } from "./new-project";
import { ProjectsTable } from "./projects-table";
import type { AnyProject } from "./types";

export function ProjectsView() {
  const trpc = useTRPC();
  const query = useQuery(trpc.installation.projects.queryOptions());
  const [adding, setAdding] = useState<AnyProject | null>(null);
  return (
    <Page>
      <PageHeader
        title="Projects"
        description="Every project of this installation. Only its members see what is in one."
        actions={<NewProject />}
      />
      <AdminTabs />
      <QueryState query={query} subject="The projects">
        {(projects) => <ProjectsTable projects={projects} onAdd={setAdding} />}
      </QueryState>
      <KeptRecords />
      {adding ? <AddAdministratorDialog project={adding} onClose={() => setAdding(null)} /> : null}
    </Page>
  );
}
