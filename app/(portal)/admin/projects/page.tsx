import type { Metadata } from "next";
import { AdministratorsOnly } from "@/components/admin/administrators-only";
import { ProjectsView } from "@/components/admin/projects-view";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Projects of the installation" };

export default async function ProjectsPage() {
  const person = await findPerson();
  if (!person?.instanceAdmin) return <AdministratorsOnly />;
  const { projects, records } = trpc.installation;
  await prefetch(projects.queryOptions(), records.queryOptions());
  return (
    <HydrateClient>
      <ProjectsView />
    </HydrateClient>
  );
}
