"use client";

import { useQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { CopyLine } from "@/components/ui/copy-line";
import { Empty } from "@/components/ui/empty";
import { Item, ItemGroup } from "@/components/ui/item";

/** How to connect a client, with the endpoints one may use. */
export function NoClients() {
  const trpc = useTRPC();
  const query = useQuery(trpc.grants.myEndpoints.queryOptions());
  return (
    <div className="grid gap-6">
      <Empty icon={Cable} title="No AI client acts for you yet" className="py-10">
        Add the address of an endpoint to your AI client as a custom connector or MCP server and
        choose Connect there. It brings you back here to ask for your permission.
      </Empty>
      <QueryState query={query} subject="The endpoints you may use">
        {(endpoints) =>
          endpoints.length > 0 ? <Endpoints endpoints={endpoints} /> : <NoEndpoints />
        }
      </QueryState>
    </div>
  );
}

type MyEndpoint = {
  id: string;
  name: string;
  projectName: string;
  tools: number;
  address: string;
};

function Endpoints({ endpoints }: { endpoints: readonly MyEndpoint[] }) {
  return (
    <div className="grid gap-2">
      <h3 className="font-medium text-sm">Endpoints you may use</h3>
      <ItemGroup className="border-y">
        {endpoints.map(({ id, name, projectName, tools, address }) => (
          <Item
            key={id}
            title={name}
            description={`${projectName} · ${tools} ${tools === 1 ? "tool" : "tools"}`}
            actions={<CopyLine value={address} label={`Address of ${name}`} />}
          />
        ))}
      </ItemGroup>
    </div>
  );
}

function NoEndpoints() {
  return (
    <p className="text-muted-foreground text-sm">
      There is no endpoint you may use yet. Ask an administrator of your project.
    </p>
  );
}
