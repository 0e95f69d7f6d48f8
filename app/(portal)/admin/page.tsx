import type { Metadata } from "next";
import { AdminView } from "@/components/admin/admin-view";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const person = await findPerson();
  if (!person?.instanceAdmin)
    return (
      <Page>
        <PageHeader title="Admin" />
        <ForbiddenState
          permission="installation: administer"
          grantors={["An administrator of the installation"]}
        />
      </Page>
    );
  const { installation, settings } = trpc;
  await prefetch(
    installation.get.queryOptions(),
    installation.encryption.queryOptions(),
    settings.egress.queryOptions(),
  );
  return (
    <HydrateClient>
      <AdminView />
    </HydrateClient>
  );
}
