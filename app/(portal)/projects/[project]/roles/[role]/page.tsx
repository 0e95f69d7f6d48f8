import { RoleView } from "@/components/roles/role-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Role" };

type RolePageProps = { params: Promise<{ project: string; role: string }> };

export default async function RolePage({ params }: RolePageProps) {
  const { project, role } = await params;
  await prefetch(
    trpc.roles.get.queryOptions({ project, role }),
    trpc.roles.catalogue.queryOptions({ project }),
  );
  return (
    <HydrateClient>
      <RoleView />
    </HydrateClient>
  );
}
