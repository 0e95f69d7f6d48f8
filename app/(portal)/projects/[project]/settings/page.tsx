import type { Metadata } from "next";
import { ProjectSettings } from "@/components/projects/project-settings";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Project settings" };

type SettingsPageProps = { params: Promise<{ project: string }> };

export default async function SettingsPage({ params }: SettingsPageProps) {
  const { project } = await params;
  await prefetch(trpc.projects.size.queryOptions({ project }));
  return (
    <HydrateClient>
      <ProjectSettings />
    </HydrateClient>
  );
}
