import type { Metadata } from "next";
import { AdminView } from "@/components/admin/admin-view";
import { AdministratorsOnly } from "@/components/admin/administrators-only";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const person = await findPerson();
  if (!person?.instanceAdmin) return <AdministratorsOnly />;
  const { installation, settings } = trpc;
  await prefetch(
    installation.get.queryOptions(),
    installation.encryption.queryOptions(),
    installation.record.queryOptions(),
    settings.egress.queryOptions(),
  );
  return (
    <HydrateClient>
      <AdminView />
    </HydrateClient>
  );
}
