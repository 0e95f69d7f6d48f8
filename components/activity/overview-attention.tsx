import Link from "next/link";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { ServerStatus } from "@/components/servers/server-status";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Item, ItemGroup } from "@/components/ui/item";
import type { Overview } from "./overview-view";

type OverviewAttentionProps = { servers: NonNullable<Overview["attention"]> };

export function OverviewAttention({ servers }: OverviewAttentionProps) {
  const project = useProjectSlug();
  return (
    <Card>
      <CardHeader title="Needs attention" />
      <CardBody className="py-1">
        <ItemGroup>
          {servers.map((server) => (
            <Item
              key={server.slug}
              title={
                <>
                  {server.name}
                  <ServerStatus server={{ ...server, statusReason: null }} />
                </>
              }
              description={server.statusReason}
              actions={
                <Button asChild variant="secondary" size="sm">
                  <Link href={`/projects/${project}/servers/${server.slug}`}>
                    Open<span className="sr-only"> {server.name}</span>
                  </Link>
                </Button>
              }
            />
          ))}
        </ItemGroup>
      </CardBody>
    </Card>
  );
}
