"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { MouseEvent } from "react";
import { Duration } from "@/components/data/duration";
import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import type { Outputs } from "@/components/trpc/outputs";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Section } from "@/components/ui/section";
import { AttemptsBadge } from "./attempts-badge";
import type { CallDetail } from "./call-json";
import { OutcomeBadge } from "./outcome-badge";
import { useOpenCall } from "./use-open-call";

type Related = Outputs["activity"]["related"]["items"][number];
type Line = Omit<Related, "durationMs"> & { durationMs: number | null };

const titles = {
  session: { title: "Same session", description: undefined },
  access: { title: "Around this call", description: "With the same access, within ten minutes." },
};

/** What the client asked before and afterwards, the newest first, with this call in its place. */
export function CallRelated({ call }: { call: CallDetail }) {
  const [later, earlier] = [useRelated(call.id, "later"), useRelated(call.id, "earlier")];
  const by = later.data?.pages[0]?.by ?? null;
  const error = later.error ?? earlier.error;
  if (error) return <p className="text-muted-foreground text-sm">{messageOf(error)}</p>;
  if (!by || !earlier.data) return null;
  const after = itemsOf(later).reverse();
  const before = itemsOf(earlier);
  const isAlone = after.length + before.length === 0;
  if (isAlone && !later.hasNextPage && !earlier.hasNextPage) return null;
  return (
    <Section {...titles[by]}>
      <div className="grid justify-items-start gap-1">
        <More query={later} label="Later calls" />
        <ol
          aria-label="Calls beside this one"
          className="w-full divide-y rounded-lg border bg-card"
        >
          {[...after, call, ...before].map((one) => (
            <RelatedLine key={one.id} call={one} isThis={one.id === call.id} />
          ))}
        </ol>
        <More query={earlier} label="Earlier calls" />
      </div>
    </Section>
  );
}

function useRelated(id: string, side: "earlier" | "later") {
  const { activity } = useTRPC();
  const project = useProjectSlug();
  return useInfiniteQuery(
    activity.related.infiniteQueryOptions(
      { project, id, side },
      { getNextPageParam: (page) => page.nextCursor, refetchOnWindowFocus: false },
    ),
  );
}

type RelatedQuery = ReturnType<typeof useRelated>;

function itemsOf({ data }: RelatedQuery): Related[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

function More({ query, label }: { query: RelatedQuery; label: string }) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant="ghost"
      size="sm"
      pending={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {label}
    </Button>
  );
}

function RelatedLine({ call, isThis }: { call: Line; isThis: boolean }) {
  const project = useProjectSlug();
  const { turnTo } = useOpenCall();
  const openHere = (event: MouseEvent) => {
    // With a modifier the browser opens the link elsewhere.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    turnTo(call.id);
  };
  const name = call.toolName ?? call.method;
  return (
    <li
      className={cn(
        "flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-xs",
        isThis && "bg-muted",
      )}
    >
      <Time value={call.startedAt} absolute className="text-muted-foreground" />
      <OutcomeBadge outcome={call.outcome} />
      {isThis ? (
        <span aria-current="true" className="min-w-0 flex-1 truncate font-medium font-mono">
          {name}
        </span>
      ) : (
        <a
          href={`/projects/${project}/activity?call=${call.id}`}
          onClick={openHere}
          className="min-w-0 flex-1 truncate font-mono text-link underline-offset-4 hover:underline"
        >
          {name}
        </a>
      )}
      <AttemptsBadge attempts={call.attempts} />
      {call.durationMs === null ? null : (
        <span className="tabular-nums text-muted-foreground">
          <Duration ms={call.durationMs} />
        </span>
      )}
    </li>
  );
}
