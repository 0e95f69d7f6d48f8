"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, SearchX } from "lucide-react";
import Link from "next/link";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { ServerFilters } from "./server-filters";
import { ServersEmpty } from "./servers-empty";
import { ServersTable } from "./servers-table";
import type { ServerRow } from "./types";
import { useServerFilter } from "./use-server-filter";

export function ServersView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { reason } = usePermissions();
  const base = `/projects/${project}/servers`;
  const query = useQuery(trpc.servers.list.queryOptions({ project }));
  const add = (
    <Button asChild disabledReason={reason("server.create")} data-shortcut="create">
      <Link href={`${base}/new`}>
        <Plus aria-hidden="true" />
        Add server
      </Link>
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Servers"
        description="The MCP servers of this project. Endpoints offer their tools to AI clients."
        actions={query.data?.length ? add : undefined}
      />
      <QueryState query={query} subject="The servers">
        {(servers) =>
          servers.length === 0 ? (
            <ServersEmpty base={base} refused={reason("server.create")} />
          ) : (
            <Filtered servers={servers} base={base} />
          )
        }
      </QueryState>
    </Page>
  );
}

function Filtered({ servers, base }: { servers: readonly ServerRow[]; base: string }) {
  const { filter, setFilter, matches, active, clear } = useServerFilter();
  const shown = servers.filter(matches);
  return (
    <div className="grid gap-4">
      <ServerFilters filter={filter} onChange={setFilter} />
      {shown.length === 0 && active ? (
        <Empty
          icon={SearchX}
          title="No server matches"
          action={
            <Button variant="secondary" onClick={clear}>
              Clear filters
            </Button>
          }
        />
      ) : (
        <ServersTable servers={shown} base={base} />
      )}
    </div>
  );
}
