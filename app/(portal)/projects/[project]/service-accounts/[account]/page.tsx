import type { Metadata } from "next";
import { AccountView } from "@/components/service-accounts/account-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Service account" };

type ServiceAccountPageProps = { params: Promise<{ project: string; account: string }> };

export default async function ServiceAccountPage({ params }: ServiceAccountPageProps) {
  const { project, account } = await params;
  await prefetch(trpc.serviceAccounts.get.queryOptions({ project, account }));
  return (
    <HydrateClient>
      <AccountView />
    </HydrateClient>
  );
}
