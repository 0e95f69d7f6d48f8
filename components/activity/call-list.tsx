"use client";

import { useEffect, useMemo } from "react";
import { QueryState } from "@/components/trpc/query-state";
import { cn } from "@/components/ui/cn";
import { SkeletonRows } from "@/components/ui/skeleton";
import { CallDrawer } from "./call-drawer";
import { CallTable } from "./call-table";
import { CallsEnd } from "./calls-end";
import { NoCalls } from "./no-calls";
import { NoMatch } from "./no-match";
import type { CallFilterState } from "./use-call-filter";
import type { CallsQuery } from "./use-calls";
import { useOpenCall } from "./use-open-call";

type CallListProps = { query: CallsQuery; state: CallFilterState };

/** The rows, what stands in their place, and the open call among them. */
export function CallList({ query, state }: CallListProps) {
  const { id, open } = useOpenCall();
  const pages = query.data?.pages;
  const calls = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const here = calls.findIndex((call) => call.id === id);
  useFurtherPages(query, here >= 0 && here >= calls.length - 3);
  return (
    <QueryState query={query} subject="The calls" skeleton={<SkeletonRows rows={14} />}>
      {() => (
        <div
          aria-busy={query.isPlaceholderData || undefined}
          className={cn("grid gap-4 transition-opacity", query.isPlaceholderData && "opacity-55")}
        >
          {calls.length > 0 ? (
            <CallTable calls={calls} onOpen={open} />
          ) : (
            <Nothing query={query} state={state} />
          )}
          <CallsEnd
            query={query}
            state={state}
            shown={calls.length}
            last={calls.at(-1)?.startedAt ?? null}
          />
          <CallDrawer ids={calls.map((call) => call.id)} />
        </div>
      )}
    </QueryState>
  );
}

function Nothing({ query, state }: CallListProps) {
  // A search that still goes on has not found nothing.
  if (query.hasNextPage) return null;
  const isAny = state.isFiltered || state.values.within || state.values.from || state.values.to;
  return isAny ? <NoMatch state={state} /> : <NoCalls />;
}

/** Whoever walks the calls in the drawer meets no end while there are older ones. */
function useFurtherPages(
  { hasNextPage, isFetchingNextPage, fetchNextPage }: CallsQuery,
  isNearEnd: boolean,
) {
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);
}
