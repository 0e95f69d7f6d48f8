import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AdministratorsOnly } from "@/components/admin/administrators-only";
import { loadFilter, toFilter } from "@/components/audit/filter-params";
import { InstallationAuditView } from "@/components/audit/installation-audit-view";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Audit of the installation" };

type AuditPageProps = { searchParams: Promise<SearchParams> };

export default async function InstallationAuditPage({ searchParams }: AuditPageProps) {
  const person = await findPerson();
  if (!person?.instanceAdmin) return <AdministratorsOnly />;
  const { audit } = trpc;
  const filter = toFilter(await loadFilter(searchParams));
  await prefetch(
    audit.installation.infiniteQueryOptions(filter, {
      getNextPageParam: (page) => page.nextCursor,
    }),
    audit.installationChoices.queryOptions(),
  );
  return (
    <HydrateClient>
      <InstallationAuditView />
    </HydrateClient>
  );
}
