"use client";

import { Time } from "@/components/data/time";
import { Button } from "@/components/ui/button";
import type { CallFilterState } from "./use-call-filter";
import type { CallsQuery } from "./use-calls";
import { useSearchFurther } from "./use-search-further";

/** More rows than this would make the page slow: older calls then begin a list of their own. */
const most = 300;

type CallsEndProps = {
  query: CallsQuery;
  state: CallFilterState;
  shown: number;
  last: Date | null;
};

/** What stands below the rows: how to go on, and how far a search has come. */
export function CallsEnd({ query, state, shown, last }: CallsEndProps) {
  const further = useSearchFurther(query);
  if (further.searchedTo)
    return (
      <div role="status" className="flex flex-wrap items-center justify-center gap-3 text-sm">
        <span className="text-muted-foreground">
          {further.goesOn ? "Searching older calls… so far back to " : "Searched back to "}
          <Time value={further.searchedTo} absolute />
        </span>
        <Button variant="secondary" onClick={further.goesOn ? further.stop : further.goOn}>
          {further.goesOn ? "Stop" : "Search further"}
        </Button>
      </div>
    );
  if (shown === 0) return null;
  if (!query.hasNextPage)
    return (
      <p className="text-center text-muted-foreground text-xs">
        No older calls {state.isFiltered ? "match in this time" : "in this time"}.
      </p>
    );
  const goOn = () => {
    if (shown < most || !last) return void query.fetchNextPage();
    // To the millisecond after, for several may have begun in the same one.
    state.set({ ...rangeBefore(state), to: new Date(last.getTime() + 1).toISOString() });
  };
  return (
    <div className="flex justify-center">
      <Button variant="secondary" pending={query.isFetchingNextPage} onClick={goOn}>
        {shown < most ? "Load older" : "Go on with older calls"}
      </Button>
    </div>
  );
}

/** The begin of what is listed, kept as a moment. */
function rangeBefore({ values: { from } }: CallFilterState) {
  return { within: "custom", from } as const;
}
