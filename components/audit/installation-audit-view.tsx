"use client";

import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { AuditExport } from "./audit-export";
import { AuditLog } from "./audit-log";

import { useAuditFilter } from "./use-audit-filter";
import { useInstallationEvents } from "./use-events";

export function InstallationAuditView() {
  const state = useAuditFilter();
  const { events, choices } = useInstallationEvents(state.filter);
  return (
    <Page width="full">
      <PageHeader
        breadcrumb={[{ href: "/admin", label: "Admin" }]}
        title="Audit of the installation"
        description="Sign-ins, set-up, and what concerns no single project. Each project has an audit page of its own."
        actions={<AuditExport path="/admin/audit/export" state={state} />}
      />
      <AuditLog state={state} events={events} choices={choices} />
    </Page>
  );
}
