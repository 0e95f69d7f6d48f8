import { ActivityView } from "@/components/activity/activity-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Activity" };

type ActivityPageProps = { params: Promise<{ project: string }> };

export default async function ActivityPage({ params }: ActivityPageProps) {
  const { project } = await params;
  await prefetch(
    trpc.activity.list.infiniteQueryOptions(
      { project },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <HydrateClient>
      <ActivityView />
    </HydrateClient>
  );
}
