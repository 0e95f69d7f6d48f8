"use client";

import { useQuery } from "@tanstack/react-query";
import { useProject, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { OverviewAttention } from "./overview-attention";
import { OverviewMember } from "./overview-member";
import { OverviewRecent } from "./overview-recent";
import { OverviewSetup } from "./overview-setup";
import { UsagePanel } from "./usage-panel";

export type Overview = Outputs["activity"]["overview"];

/** Is it healthy, and what needs me? */
export function OverviewView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const name = useProject().data?.project.name;
  const query = useQuery(
    trpc.activity.overview.queryOptions({ project }, { refetchInterval: 30_000 }),
  );
  return (
    <Page>
      <PageHeader title={name ?? "Overview"} />
      <QueryState
        query={query}
        subject="The overview"
        what="project"
        skeleton={<Skeleton className="h-72 rounded-xl" />}
      >
        {(overview) => <Parts {...overview} />}
      </QueryState>
    </Page>
  );
}

function Parts({ setup, recent, spikes, attention, accounts }: Overview) {
  if (recent === null) return <OverviewMember />;
  return (
    <>
      <OverviewSetup setup={setup} />
      <OverviewAttention
        servers={attention ?? []}
        accounts={accounts ?? []}
        spikes={spikes ?? []}
      />
      {setup.called ? <UsagePanel /> : null}
      {recent.length > 0 ? <OverviewRecent calls={recent.slice(0, 8)} /> : null}
    </>
  );
}
