import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findPerson } from "@/server/auth/session";
import { api, HydrateClient, prefetch, trpc } from "@/server/trpc/server";

type ProjectLayoutProps = { children: ReactNode; params: Promise<{ project: string }> };

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { project } = await params;
  // The portal's layout is rendered beside this one and leads to the login.
  if (!(await findPerson())) return null;
  await requireProject(project);
  await prefetch(trpc.projects.get.queryOptions({ project }));
  return <HydrateClient>{children}</HydrateClient>;
}

// Not there and not yours are the same page.
async function requireProject(project: string): Promise<void> {
  const mine = await api.projects.list();
  if (!mine.some((one) => one.slug === project)) notFound();
}
