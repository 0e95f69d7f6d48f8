"use client";

import { useQuery } from "@tanstack/react-query";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { SettingsTabs } from "@/components/projects/settings-tabs";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { ExecutorBanner } from "./executor-banner";
import { HoldSection } from "./hold-section";
import { PeriodForm } from "./period-form";
import { RecordSection } from "./record-section";

export function RetentionView() {
  const { denied } = usePermissions();
  return (
    <Page className="max-w-4xl gap-8">
      <PageHeader title="Settings" description="How long the record of calls is kept." />
      <SettingsTabs />
      {denied("activity.read") ? <ForbiddenState permission="activity.read" /> : <Retention />}
    </Page>
  );
}

function Retention() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.retention.get.queryOptions({ project }));
  return (
    <QueryState query={query} subject="The retention">
      {(retention) => (
        <>
          <ExecutorBanner executor={retention.executor} />
          <PeriodForm retention={retention} />
          <HoldSection retention={retention} />
          <RecordSection retention={retention} />
        </>
      )}
    </QueryState>
  );
}
