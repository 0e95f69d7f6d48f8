import { EndpointsView } from "@/components/endpoints/endpoints-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Endpoints" };

type EndpointsPageProps = { params: Promise<{ project: string }> };

export default async function EndpointsPage({ params }: EndpointsPageProps) {
  const { project } = await params;
  await prefetch(
    trpc.endpoints.list.queryOptions({ project }),
    trpc.activity.traffic.queryOptions({ project }),
    trpc.endpoints.serverChoices.queryOptions({ project }),
  );
  return (
    <HydrateClient>
      <EndpointsView />
    </HydrateClient>
  );
}
