"use client";

import { useEffect, useState } from "react";
import type { CallsQuery } from "./use-calls";

const enough = 50;

/** A search for text goes on by itself until it has found a page of calls, or somebody stops it. */
export function useSearchFurther(query: CallsQuery) {
  const [stoppedAt, setStoppedAt] = useState<string | null>(null);
  const { data, isFetchingNextPage, isPlaceholderData, error, fetchNextPage } = query;
  const last = data?.pages.at(-1);
  const searchedTo = isPlaceholderData ? null : (last?.searchedTo ?? null);
  const found = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  // The first page's cursor tells one search from another.
  const search = data?.pages[0]?.nextCursor ?? null;
  const goesOn = searchedTo !== null && found < enough && !error && stoppedAt !== search;
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) void fetchNextPage();
  }, [goesOn, isFetchingNextPage, fetchNextPage]);
  return {
    searchedTo,
    goesOn,
    stop: () => setStoppedAt(search),
    goOn: () => {
      setStoppedAt(null);
      void fetchNextPage();
    },
  };
}
