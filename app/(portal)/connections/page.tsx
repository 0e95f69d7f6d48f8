import type { Metadata } from "next";
import { ConnectionsView } from "@/components/connections/connections-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "My connections" };

export default async function ConnectionsPage() {
  await prefetch(
    trpc.grants.listMine.queryOptions(),
    trpc.grants.myEndpoints.queryOptions(),
    trpc.connections.list.queryOptions(),
    trpc.connections.calls.queryOptions(),
  );
  return (
    <HydrateClient>
      <ConnectionsView />
    </HydrateClient>
  );
}
