"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { EndpointTable } from "./endpoint-table";
import { NoEndpoints } from "./no-endpoints";

export function EndpointsView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.endpoints.list.queryOptions({ project }));
  return (
    <Page>
      <PageHeader
        title="Endpoints"
        description="One address each, offering the tools you choose to the AI clients you allow."
        actions={query.data?.length ? <CreateButton /> : null}
      />
      <QueryState query={query} subject="The endpoints">
        {(endpoints) =>
          endpoints.length === 0 ? (
            <NoEndpoints action={<CreateButton />} />
          ) : (
            <EndpointTable endpoints={endpoints} />
          )
        }
      </QueryState>
    </Page>
  );
}

function CreateButton() {
  const project = useProjectSlug();
  const { reason } = usePermissions();
  return (
    <Button asChild disabledReason={reason("endpoint.create")}>
      <Link href={`/projects/${project}/endpoints/new`} data-shortcut="create">
        <Plus aria-hidden="true" />
        Create endpoint
      </Link>
    </Button>
  );
}
