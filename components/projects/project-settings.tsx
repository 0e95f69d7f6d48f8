"use client";

import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { DeleteProject } from "./delete-project";
import { LeaveProject } from "./leave-project";
import { ProjectForm } from "./project-form";
import { SettingsTabs } from "./settings-tabs";
import { useProject } from "./use-permissions";

export function ProjectSettings() {
  const query = useProject();
  return (
    <Page className="max-w-4xl gap-8">
      <PageHeader title="Settings" description="Of this project." />
      <SettingsTabs />
      <QueryState query={query} subject="The project" what="project">
        {({ project }) => (
          <>
            <ProjectForm project={project} />
            <LeaveProject name={project.name} />
            <DeleteProject name={project.name} />
          </>
        )}
      </QueryState>
    </Page>
  );
}
