"use client";

import { useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import Link from "next/link";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge } from "@/components/ui/status-badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import { counted } from "./counted";
import { useServer } from "./server-view";

type Endpoint = Outputs["servers"]["usage"]["list"][number];

export function EndpointsTab() {
  const { data: server } = useServer();
  return server ? <Endpoints id={server.id} /> : null;
}

function Endpoints({ id }: { id: string }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { reason } = usePermissions();
  const base = `/projects/${project}/endpoints`;
  const query = useQuery(trpc.servers.usage.queryOptions({ project, id }));
  return (
    <QueryState query={query} subject="The endpoints">
      {({ list }) =>
        list.length === 0 ? (
          <Empty
            icon={Waypoints}
            title="No endpoint uses this server"
            action={
              <Button asChild disabledReason={reason("endpoint.create")}>
                <Link href={`${base}/new`}>Create endpoint</Link>
              </Button>
            }
          >
            An endpoint is one address that gives an AI client the tools you choose. Until one has
            this server, nobody can call its tools.
          </Empty>
        ) : (
          <EndpointsTable endpoints={list} base={base} />
        )
      }
    </QueryState>
  );
}

function EndpointsTable({ endpoints, base }: { endpoints: readonly Endpoint[]; base: string }) {
  return (
    <Table label="Endpoints that use this server">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>State</TableHead>
          <TableHead>Tools of this server</TableHead>
          <TableHead>Authorized clients</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {endpoints.map((endpoint) => (
          <TableRow key={endpoint.id}>
            <TableRowHeader>
              <RowLink href={`${base}/${endpoint.slug}`}>{endpoint.name}</RowLink>
            </TableRowHeader>
            <TableCell mobile="status">
              {endpoint.disabledAt ? (
                <StatusBadge tone="neutral" label="Off" />
              ) : (
                <StatusBadge tone="success" label="On" />
              )}
            </TableCell>
            <TableCell mobile="meta">{counted(endpoint.exposedTools, "tool")}</TableCell>
            <TableCell mobile="meta">{counted(endpoint.clients, "client")}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
