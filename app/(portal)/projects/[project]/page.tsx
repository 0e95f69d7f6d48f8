import type { SearchParams } from "nuqs/server";
import { OverviewView } from "@/components/activity/overview-view";
import { loadUsageSpan } from "@/components/activity/usage-params";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Overview" };

type OverviewPageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function OverviewPage({ params, searchParams }: OverviewPageProps) {
  const { project } = await params;
  const within = await loadUsageSpan(searchParams);
  await prefetch(
    trpc.activity.overview.queryOptions({ project }),
    trpc.activity.usage.queryOptions({ project, within }),
  );
  return (
    <HydrateClient>
      <OverviewView />
    </HydrateClient>
  );
}
