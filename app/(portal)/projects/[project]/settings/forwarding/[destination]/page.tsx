import type { Metadata } from "next";
import { DestinationView } from "@/components/forwarding/destination-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Destination" };

type DestinationPageProps = { params: Promise<{ project: string; destination: string }> };

export default async function DestinationPage({ params }: DestinationPageProps) {
  const { project, destination } = await params;
  await prefetch(trpc.forwarding.get.queryOptions({ project, destination }));
  return (
    <HydrateClient>
      <DestinationView />
    </HydrateClient>
  );
}
