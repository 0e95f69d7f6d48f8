import { ServersView } from "@/components/servers/servers-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Servers" };

type Props = { params: Promise<{ project: string }> };

export default async function ServersPage({ params }: Props) {
  const { project } = await params;
  await prefetch(trpc.servers.list.queryOptions({ project }));
  return (
    <HydrateClient>
      <ServersView />
    </HydrateClient>
  );
}
