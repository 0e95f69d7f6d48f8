import type { Metadata } from "next";
import { AccountView } from "@/components/account/account-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  await prefetch(trpc.account.get.queryOptions(), trpc.account.sessions.queryOptions());
  return (
    <HydrateClient>
      <AccountView />
    </HydrateClient>
  );
}
