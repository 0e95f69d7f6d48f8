"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ConnectCard } from "./connect-card";

/** The end of creating: the address, and what to do with it. */
export function EndpointCreated({ slug }: { slug: string }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.endpoints.get.queryOptions({ project, endpoint: slug }));
  return (
    <QueryState query={query} subject="The endpoint" what="endpoint">
      {(endpoint) => (
        <>
          <Banner tone="success" title={`${endpoint.name} is ready`} live>
            This is its address. Each person who uses it allows their client here first.
          </Banner>
          <ConnectCard endpoint={endpoint} />
          <Button asChild className="justify-self-start">
            <Link href={`/projects/${project}/endpoints/${slug}`}>Open endpoint</Link>
          </Button>
        </>
      )}
    </QueryState>
  );
}
