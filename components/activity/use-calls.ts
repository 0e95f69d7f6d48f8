"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { CallFilter } from "@/server/activity/schema";
import type { Choices } from "./filter-words";

const refreshEvery = 5_000;

/** The calls that match, page by page; new ones come by themselves while `live` and only the first page is loaded. */
export function useCalls(filter: CallFilter, live: boolean) {
  const { activity } = useTRPC();
  const project = useProjectSlug();
  return useInfiniteQuery(
    activity.list.infiniteQueryOptions(
      { project, ...filter },
      {
        getNextPageParam: (page) => page.nextCursor,
        // The rows stay while another filter's are fetched.
        placeholderData: keepPreviousData,
        // Many pages of a search would all be asked for again.
        refetchOnWindowFocus: false,
        refetchInterval: ({ state }) =>
          live && state.data?.pages.length === 1 ? refreshEvery : false,
      },
    ),
  );
}

export type CallsQuery = ReturnType<typeof useCalls>;

export function useHistogram(filter: CallFilter, live: boolean) {
  const { activity } = useTRPC();
  const project = useProjectSlug();
  return useQuery(
    activity.histogram.queryOptions(
      { project, ...filter },
      { placeholderData: keepPreviousData, refetchInterval: live ? 6 * refreshEvery : false },
    ),
  );
}

/** Names to choose from; undefined until they are loaded. */
export function useChoices(filter: CallFilter): Choices | undefined {
  const { activity } = useTRPC();
  const project = useProjectSlug();
  const { within, from, to, endpointId, serverId, tool, personId, client } = filter;
  const time = { ...(within && { within }), ...(from && { from }), ...(to && { to }) };
  const ids = { ...(endpointId && { endpointId }), ...(serverId && { serverId }) };
  const names = { ...(personId && { personId }), ...(tool && { tool }), ...(client && { client }) };
  const { data } = useQuery(
    activity.facets.queryOptions(
      { project, ...time, ...ids, ...names },
      { placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  );
  if (!data) return undefined;
  const { endpointId: endpoint, serverId: server, personId: person, ...same } = data;
  return { endpoint, server, person, ...same };
}
