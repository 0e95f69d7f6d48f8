import { RolesView } from "@/components/roles/roles-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata = { title: "Roles" };

type RolesPageProps = { params: Promise<{ project: string }> };

export default async function RolesPage({ params }: RolesPageProps) {
  const { project } = await params;
  await prefetch(trpc.roles.list.queryOptions({ project }));
  return (
    <HydrateClient>
      <RolesView />
    </HydrateClient>
  );
}
