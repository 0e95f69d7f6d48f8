"use client";

import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { UsagePanel } from "@/components/activity/usage-panel";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { AccessCard } from "./access-card";
import { ConnectCard } from "./connect-card";
import { DangerCard } from "./danger-card";
import { DetailsCard } from "./details-card";
import { EndpointBanners } from "./endpoint-banners";
import { EndpointSkeleton } from "./endpoint-skeleton";
import { FiltersCard } from "./filters-card";
import { SessionsCard } from "./sessions-card";
import { ToolsCard } from "./tools-card";

export type Endpoint = Outputs["endpoints"]["get"];

export function EndpointView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { endpoint } = useParams<{ endpoint: string }>();
  const query = useQuery(trpc.endpoints.get.queryOptions({ project, endpoint }));
  const back = { href: `/projects/${project}/endpoints`, label: "All endpoints" };
  return (
    <Page>
      {query.data ? null : <h1 className="sr-only">Endpoint</h1>}
      <QueryState
        query={query}
        subject="The endpoint"
        what="endpoint"
        back={back}
        skeleton={<EndpointSkeleton />}
      >
        {(found) => <Found endpoint={found} back={back} />}
      </QueryState>
    </Page>
  );
}

type FoundProps = { endpoint: Endpoint; back: { href: string; label: string } };

function Found({ endpoint, back }: FoundProps) {
  const { can } = usePermissions();
  return (
    <>
      <PageHeader
        title={endpoint.name}
        breadcrumb={[{ ...back, label: "Endpoints" }]}
        description={endpoint.description || undefined}
        status={
          <StatusBadge
            pill
            tone={endpoint.enabled ? "success" : "neutral"}
            label={endpoint.enabled ? "On" : "Off"}
          />
        }
      />
      <EndpointBanners endpoint={endpoint} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,28rem)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <ConnectCard endpoint={endpoint} />
          <DetailsCard key={endpoint.slug} endpoint={endpoint} />
          {can("activity.read") ? <SessionsCard endpoint={endpoint} /> : null}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <ToolsCard endpoint={endpoint} />
          <FiltersCard endpoint={endpoint} />
          <AccessCard endpoint={endpoint} />
          <DangerCard endpoint={endpoint} />
        </div>
      </div>
      {can("activity.read") ? <UsagePanel endpoint={endpoint.slug} /> : null}
    </>
  );
}
