"use client";

import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { DeleteProject } from "./delete-project";
import { ForwardingLink } from "./forwarding-link";
import { LeaveProject } from "./leave-project";
import { ProjectForm } from "./project-form";
import { useProject } from "./use-permissions";

export function ProjectSettings() {
  const query = useProject();
  return (
    <Page width="narrow" className="gap-8">
      <PageHeader title="Settings" description="Of this project." />
      <QueryState query={query} subject="The project" what="project">
        {({ project }) => (
          <>
            <ProjectForm project={project} />
            <ForwardingLink />
            <LeaveProject name={project.name} />
            <DeleteProject name={project.name} />
          </>
        )}
      </QueryState>
    </Page>
  );
}
