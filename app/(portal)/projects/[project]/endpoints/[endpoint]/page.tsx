import { EndpointView } from "@/components/endpoints/endpoint-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Endpoint" };

type EndpointPageProps = { params: Promise<{ project: string; endpoint: string }> };

export default async function EndpointPage({ params }: EndpointPageProps) {
  const { project, endpoint } = await params;
  await prefetch(
    trpc.endpoints.get.queryOptions({ project, endpoint }),
    trpc.grants.list.queryOptions({ project, endpoint }),
  );
  return (
    <HydrateClient>
      <EndpointView />
    </HydrateClient>
  );
}
