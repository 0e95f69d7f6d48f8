import { ActivityView } from "@/components/activity/activity-view";
import { HydrateClient } from "@/server/trpc/server";

export const metadata = { title: "Activity" };

export default function ActivityPage() {
  return (
    <HydrateClient>
      <ActivityView />
    </HydrateClient>
  );
}
