import type { SearchParams } from "nuqs/server";
import { ActivityView } from "@/components/activity/activity-view";
import { loadCallFilter, toCallFilter } from "@/components/activity/call-filter-params";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Activity" };

type ActivityPageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function ActivityPage({ params, searchParams }: ActivityPageProps) {
  const { project } = await params;
  const filter = toCallFilter(await loadCallFilter(searchParams));
  await prefetch(
    trpc.activity.list.infiniteQueryOptions(
      { project, ...filter },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    trpc.activity.histogram.queryOptions({ project, ...filter }),
    trpc.views.list.queryOptions({ project }),
  );
  return (
    <HydrateClient>
      <ActivityView />
    </HydrateClient>
  );
}
