"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPCClient } from "@/components/trpc/client";
import type { Probe } from "./types";

/**
 * Looks what answers at `url`; `metadataOrigin` is another origin somebody confirmed for how people sign in there. Sent as a mutation, because it contacts a server; kept as a query, one look per
 * address.
 */
export function useProbe(url: string, metadataOrigin?: string) {
  const client = useTRPCClient();
  const project = useProjectSlug();
  return useQuery<Probe>({
    queryKey: ["probe", project, url, metadataOrigin],
    queryFn: ({ signal }) =>
      client.servers.probe.mutate({ project, url, metadataOrigin }, { signal }),
    enabled: url !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
