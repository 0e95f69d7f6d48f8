"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { CallDrawer } from "./call-drawer";
import { CallTable } from "./call-table";
import { NoCalls } from "./no-calls";
import { useOpenCall } from "./use-open-call";

const refreshEvery = 10_000;

export function ActivityView() {
  const query = useCalls();
  const { open } = useOpenCall();
  return (
    <Page width="full">
      <PageHeader
        title="Activity"
        description="Every call of every client: also the failed and the denied ones."
        actions={
          <Button
            variant="secondary"
            pending={query.isRefetching}
            onClick={() => void query.refetch()}
          >
            <RotateCw aria-hidden="true" />
            Refresh
          </Button>
        }
      />
      <QueryState query={query} subject="The calls" skeleton={<SkeletonRows rows={14} />}>
        {(data) => {
          const calls = data.pages.flatMap((page) => page.items);
          return (
            <>
              {calls.length === 0 ? <NoCalls /> : <CallTable calls={calls} onOpen={open} />}
              <Older query={query} shown={calls.length} />
              <CallDrawer ids={calls.map((call) => call.id)} />
            </>
          );
        }}
      </QueryState>
    </Page>
  );
}

/** New calls come by themselves until older ones are loaded: then somebody is reading. */
function useCalls() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  return useInfiniteQuery(
    trpc.activity.list.infiniteQueryOptions(
      { project },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? refreshEvery : false),
      },
    ),
  );
}

type OlderProps = { query: ReturnType<typeof useCalls>; shown: number };

function Older({ query, shown }: OlderProps) {
  if (shown === 0) return null;
  return (
    <div className="flex flex-col items-center gap-2">
      {query.hasNextPage ? (
        <Button
          variant="secondary"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Load older
        </Button>
      ) : (
        <p className="text-muted-foreground text-xs">This is the first call of the record.</p>
      )}
    </div>
  );
}
