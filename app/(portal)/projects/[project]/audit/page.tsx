import type { SearchParams } from "nuqs/server";
import { AuditView } from "@/components/audit/audit-view";
import { loadFilter, toFilter } from "@/components/audit/filter-params";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Audit" };

type AuditPageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const { project } = await params;
  const { audit } = trpc;
  const filter = toFilter(await loadFilter(searchParams));
  await prefetch(
    audit.list.infiniteQueryOptions(
      { project, ...filter },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    audit.choices.queryOptions({ project }),
  );
  return (
    <HydrateClient>
      <AuditView />
    </HydrateClient>
  );
}
