import { NewRoleView } from "@/components/roles/new-role-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Create role" };

type NewRolePageProps = { params: Promise<{ project: string }> };

export default async function NewRolePage({ params }: NewRolePageProps) {
  const { project } = await params;
  await prefetch(trpc.roles.catalogue.queryOptions({ project }));
  return (
    <HydrateClient>
      <NewRoleView />
    </HydrateClient>
  );
}
