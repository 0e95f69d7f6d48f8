import type { Metadata } from "next";
import { ServiceAccountsView } from "@/components/service-accounts/service-accounts-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Service accounts" };

type ServiceAccountsPageProps = { params: Promise<{ project: string }> };

export default async function ServiceAccountsPage({ params }: ServiceAccountsPageProps) {
  const { project } = await params;
  await prefetch(trpc.serviceAccounts.list.queryOptions({ project }));
  return (
    <HydrateClient>
      <ServiceAccountsView />
    </HydrateClient>
  );
}
