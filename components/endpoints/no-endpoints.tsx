"use client";

import { useQuery } from "@tanstack/react-query";
import { Layers, Waypoints } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Skeleton } from "@/components/ui/skeleton";

/** Without a server an endpoint could offer nothing, so then that comes first. */
export function NoEndpoints({ action }: { action: ReactNode }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { can, reason } = usePermissions();
  const maySee = can("server.read");
  const servers = useQuery(
    trpc.endpoints.serverChoices.queryOptions({ project }, { enabled: maySee }),
  );
  if (maySee && servers.isPending) return <Skeleton className="h-64" />;
  if (servers.data?.length === 0) {
    return (
      <Empty
        icon={Layers}
        title="Add a server first"
        action={
          <Button asChild disabledReason={reason("server.create")}>
            <Link href={`/projects/${project}/servers/new`}>Add server</Link>
          </Button>
        }
      >
        An endpoint offers the tools of your MCP servers, and this project has none yet.
      </Empty>
    );
  }
  return (
    <Empty icon={Waypoints} title="No endpoints yet" action={action}>
      An endpoint is one address that gives an AI client the tools you choose, and no others.
    </Empty>
  );
}
