import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ServerView } from "@/components/servers/server-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

type Props = { params: Promise<{ project: string; server: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { server } = await params;
  return { title: { template: `%s · ${server} · Gatehouse`, default: server } };
}

export default async function ServerLayout({ params, children }: Props) {
  const { project, server } = await params;
  await prefetch(trpc.servers.get.queryOptions({ project, slug: server }));
  return (
    <HydrateClient>
      <ServerView>{children}</ServerView>
    </HydrateClient>
  );
}
