"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { outcomeClasses, type UsageSpan, usageSpans } from "@/server/activity/schema";
import { CallHistogram } from "./call-histogram";
import { UsageFigures } from "./usage-figures";
import { type UsageLinks, usageLinks } from "./usage-links";
import { usageParsers } from "./usage-params";
import { UsageTop } from "./usage-top";

export type Usage = Outputs["activity"]["usage"];

type UsagePanelProps = { endpoint?: string | undefined };

/** How the project, or one endpoint of it, is used; each figure leads to its calls. */
export function UsagePanel({ endpoint }: UsagePanelProps) {
  const { activity } = useTRPC();
  const project = useProjectSlug();
  const [within, setWithin] = useQueryState("range", usageParsers.range);
  const input = { project, within, ...(endpoint ? { endpoint } : {}) };
  const query = useQuery(
    activity.usage.queryOptions(input, {
      placeholderData: keepPreviousData,
      refetchInterval: 60_000,
    }),
  );
  return (
    <Section
      title="Usage"
      actions={<Ranges chosen={within} onChoose={(span) => void setWithin(span)} />}
    >
      <QueryState
        query={query}
        subject="The usage"
        skeleton={<Skeleton className="h-96 rounded-xl" />}
      >
        {(usage) => (
          <div
            aria-busy={query.isPlaceholderData || undefined}
            className={cn("grid gap-4 transition-opacity", query.isPlaceholderData && "opacity-55")}
          >
            <Parts usage={usage} links={usageLinks(project, within, usage.endpointId)} />
          </div>
        )}
      </QueryState>
    </Section>
  );
}

type PartsProps = { usage: Usage; links: UsageLinks };

function Parts({ usage, links }: PartsProps) {
  const router = useRouter();
  const total = outcomeClasses.reduce((sum, one) => sum + usage.totals[one], 0);
  if (total === 0)
    return (
      <p className="rounded-xl border border-dashed px-4 py-6 text-center text-muted-foreground text-sm">
        No call ended in this time.
      </p>
    );
  return (
    <>
      <UsageFigures usage={usage} total={total} links={links} />
      <CallHistogram
        data={{ ...usage, total }}
        hint="Drag to see these calls"
        onZoom={(from, to) => router.push(links.between(from, to))}
      />
      <UsageTop usage={usage} links={links} />
    </>
  );
}

const labels: Record<UsageSpan, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
};

type RangesProps = { chosen: UsageSpan; onChoose: (span: UsageSpan) => void };

function Ranges({ chosen, onChoose }: RangesProps) {
  return (
    <fieldset className="flex gap-0.5 rounded-lg border bg-muted p-0.5">
      <legend className="sr-only">Time</legend>
      {usageSpans.map((span) => (
        <Button
          key={span}
          variant="ghost"
          size="sm"
          aria-pressed={span === chosen}
          onClick={() => onChoose(span)}
          className="aria-pressed:bg-card aria-pressed:text-foreground aria-pressed:shadow-raised"
        >
          {labels[span]}
        </Button>
      ))}
    </fieldset>
  );
}
