import type { Metadata } from "next";
import { RetentionView } from "@/components/retention/retention-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Retention" };

type RetentionPageProps = { params: Promise<{ project: string }> };

export default async function RetentionPage({ params }: RetentionPageProps) {
  const { project } = await params;
  await prefetch(trpc.retention.get.queryOptions({ project }));
  return (
    <HydrateClient>
      <RetentionView />
    </HydrateClient>
  );
}
