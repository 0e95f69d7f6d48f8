import type { Metadata } from "next";
import { MembersView } from "@/components/members/members-view";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "Members" };

type MembersPageProps = { params: Promise<{ project: string }> };

export default async function MembersPage({ params }: MembersPageProps) {
  const { project } = await params;
  const { members, invitations } = trpc;
  await prefetch(
    members.list.queryOptions({ project }),
    members.roleChoices.queryOptions({ project }),
    invitations.list.queryOptions({ project }),
  );
  return (
    <HydrateClient>
      <MembersView />
    </HydrateClient>
  );
}
