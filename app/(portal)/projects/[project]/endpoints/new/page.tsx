import { CreateEndpoint } from "@/components/endpoints/create-endpoint";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Create endpoint" };

type NewEndpointPageProps = { params: Promise<{ project: string }> };

export default async function NewEndpointPage({ params }: NewEndpointPageProps) {
  const { project } = await params;
  await prefetch(trpc.endpoints.serverChoices.queryOptions({ project }));
  return (
    <HydrateClient>
      <CreateEndpoint />
    </HydrateClient>
  );
}
