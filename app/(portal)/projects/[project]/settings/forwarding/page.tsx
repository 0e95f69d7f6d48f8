import type { Metadata } from "next";
import { ForwardingView } from "@/components/forwarding/forwarding-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Forwarding" };

type ForwardingPageProps = { params: Promise<{ project: string }> };

export default async function ForwardingPage({ params }: ForwardingPageProps) {
  const { project } = await params;
  await prefetch(trpc.forwarding.list.queryOptions({ project }));
  return (
    <HydrateClient>
      <ForwardingView />
    </HydrateClient>
  );
}
