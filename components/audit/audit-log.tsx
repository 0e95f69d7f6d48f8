"use client";

import { ScrollText, SearchX } from "lucide-react";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Empty } from "@/components/ui/empty";
import { SkeletonRows } from "@/components/ui/skeleton";
import { AuditFilters } from "./audit-filters";
import { EventTable } from "./event-table";
import type { AuditFilterState } from "./use-audit-filter";
import type { Choices, EventsQuery } from "./use-events";

type AuditLogProps = {
  state: AuditFilterState;
  events: EventsQuery;
  choices: Choices | undefined;
};

/** Filters, the events they find, and older ones on demand. */
export function AuditLog({ state, events, choices }: AuditLogProps) {
  return (
    <>
      <AuditFilters state={state} choices={choices} />
      <QueryState query={events} subject="The audit log" skeleton={<SkeletonRows rows={14} />}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          return (
            <div
              aria-busy={events.isPlaceholderData || undefined}
              className={cn(
                "grid gap-4 transition-opacity",
                events.isPlaceholderData && "opacity-55",
              )}
            >
              {items.length > 0 ? (
                <EventTable events={items} onFilter={state.set} />
              ) : (
                <NothingFound state={state} />
              )}
              <Older query={events} shown={items.length} />
            </div>
          );
        }}
      </QueryState>
    </>
  );
}

function NothingFound({ state }: { state: AuditFilterState }) {
  if (!state.active)
    return (
      <Empty icon={ScrollText} title="Nothing on the record yet">
        Whoever changes something here leaves an entry: what it was before, what it is now, when and
        from where.
      </Empty>
    );
  return (
    <Empty
      icon={SearchX}
      title="Nothing matches these filters"
      action={
        <Button variant="secondary" onClick={state.clear}>
          Clear filters
        </Button>
      }
    >
      Nobody did this in the chosen time, or it is called something else here.
    </Empty>
  );
}

function Older({ query, shown }: { query: EventsQuery; shown: number }) {
  if (shown === 0) return null;
  return (
    <div className="flex justify-center">
      {query.hasNextPage ? (
        <Button
          variant="secondary"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Load older
        </Button>
      ) : (
        <p className="text-muted-foreground text-xs">
          {shown === 1
            ? "One entry, and none older."
            : `${shown.toLocaleString("en")} entries, and none older.`}
        </p>
      )}
    </div>
  );
}
