"use client";

import { ForbiddenState } from "@/components/data/forbidden-state";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { AuditExport } from "./audit-export";
import { AuditLog } from "./audit-log";

import { useAuditFilter } from "./use-audit-filter";
import { useProjectEvents } from "./use-events";

export function AuditView() {
  const { denied } = usePermissions();
  return (
    <Page width="full">
      {denied("audit.read") ? <ForbiddenState permission="audit.read" /> : <Log />}
    </Page>
  );
}

function Log() {
  const project = useProjectSlug();
  const state = useAuditFilter();
  const { events, choices } = useProjectEvents(project, state.filter);
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who changed what in this project, when and from where. Nothing here can be edited."
        actions={<AuditExport path={`/projects/${project}/audit/export`} state={state} />}
      />
      <AuditLog state={state} events={events} choices={choices} />
    </>
  );
}
