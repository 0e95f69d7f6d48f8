"use client";

import { useQuery } from "@tanstack/react-query";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { EndpointTableRow } from "./endpoint-table-row";

export type EndpointItem = Outputs["endpoints"]["list"][number];

export function EndpointTable({ endpoints }: { endpoints: readonly EndpointItem[] }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const maySee = usePermissions().can("activity.read");
  const traffic = useQuery(trpc.activity.traffic.queryOptions({ project }, { enabled: maySee }));
  return (
    <Table label="Endpoints">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Address</TableHead>
          <TableHead>Servers</TableHead>
          <TableHead numeric>Tools</TableHead>
          <TableHead numeric>Clients</TableHead>
          {maySee ? <TableHead>Calls, 24 h</TableHead> : null}
          <TableHead numeric>On</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {endpoints.map((endpoint) => (
          <EndpointTableRow
            key={endpoint.id}
            endpoint={endpoint}
            withCalls={maySee}
            hours={traffic.data?.find((one) => one.endpointId === endpoint.id)?.hours}
          />
        ))}
      </TableBody>
    </Table>
  );
}
