"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ItemGroup } from "@/components/ui/item";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Endpoint } from "./endpoint-view";
import { SessionItem } from "./session-item";

/** Which clients act here for whom, each with the means to cut it off. */
export function SessionsCard({ endpoint }: { endpoint: Endpoint }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(
    trpc.grants.list.queryOptions(
      { project, endpoint: endpoint.slug },
      { refetchInterval: 30_000 },
    ),
  );
  const count = query.data?.length ?? 0;
  return (
    <Card>
      <CardHeader
        title="Sessions"
        description={count > 0 ? `${counted(count, "client")} authorized.` : undefined}
      />
      <CardBody className="py-1">
        <QueryState query={query} subject="The sessions" skeleton={<SkeletonRows rows={2} />}>
          {(sessions) =>
            sessions.length === 0 ? (
              <p className="py-2.5 text-muted-foreground text-sm">
                No client is authorized yet. People allow theirs when they connect it.
              </p>
            ) : (
              <ItemGroup>
                {sessions.map((session) => (
                  <SessionItem key={session.id} session={session} />
                ))}
              </ItemGroup>
            )
          }
        </QueryState>
      </CardBody>
    </Card>
  );
}
