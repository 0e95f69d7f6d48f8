import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { api, HydrateClient, prefetch, trpc } from "@/server/trpc/server";

type ProjectLayoutProps = { children: ReactNode; params: Promise<{ project: string }> };

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { project } = await params;
  await requireProject(project);
  await prefetch(trpc.projects.get.queryOptions({ project }));
  return <HydrateClient>{children}</HydrateClient>;
}

// Not there and not yours are the same page.
async function requireProject(project: string): Promise<void> {
  const mine = await api.projects.list();
  if (!mine.some((one) => one.slug === project)) notFound();
}
