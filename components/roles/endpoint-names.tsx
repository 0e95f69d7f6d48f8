"use client";

import { useQuery } from "@tanstack/react-query";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";

export const endpointNamesId = "endpoint-names";

/** What fields for names offer while one types: the endpoints there are. */
export function EndpointNames() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const enabled = usePermissions().can("endpoint.read");
  const { data = [] } = useQuery(trpc.endpoints.list.queryOptions({ project }, { enabled }));
  return (
    <datalist id={endpointNamesId}>
      {data.map(({ id, name }) => (
        <option key={id} value={name} />
      ))}
    </datalist>
  );
}
