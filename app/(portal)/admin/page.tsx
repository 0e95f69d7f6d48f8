import type { Metadata } from "next";
import { AdminView } from "@/components/admin/admin-view";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { Page } from "@/components/ui/page";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const person = await findPerson();
  if (!person?.instanceAdmin)
    return (
      <Page>
        <ForbiddenState permission="installation: administer" />
      </Page>
    );
  const { installation, settings } = trpc;
  await prefetch(
    installation.get.queryOptions(),
    installation.people.queryOptions(),
    settings.egress.queryOptions(),
  );
  return (
    <HydrateClient>
      <AdminView />
    </HydrateClient>
  );
}
