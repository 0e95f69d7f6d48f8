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
import { OverviewDay } from "./overview-day";
import { OverviewMember } from "./overview-member";
import { OverviewRecent } from "./overview-recent";
import { OverviewSetup } from "./overview-setup";

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

function Parts({ setup, day, recent, attention, accounts }: Overview) {
  const servers = attention ?? [];
  const needs = servers.length + (accounts?.length ?? 0);
  if (day === null) return <OverviewMember />;
  return (
    <>
      <OverviewSetup setup={setup} />
      {needs > 0 ? <OverviewAttention servers={servers} accounts={accounts ?? []} /> : null}
      {setup.called ? <OverviewDay day={day} /> : null}
      {recent && recent.length > 0 ? <OverviewRecent calls={recent.slice(0, 8)} /> : null}
    </>
  );
}
