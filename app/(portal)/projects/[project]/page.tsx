import { OverviewView } from "@/components/activity/overview-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Overview" };

type OverviewPageProps = { params: Promise<{ project: string }> };

export default async function OverviewPage({ params }: OverviewPageProps) {
  const { project } = await params;
  await prefetch(trpc.activity.overview.queryOptions({ project }));
  return (
    <HydrateClient>
      <OverviewView />
    </HydrateClient>
  );
}
