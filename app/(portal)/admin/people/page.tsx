import type { Metadata } from "next";
import { PeopleView } from "@/components/admin/people-view";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { Page } from "@/components/ui/page";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "People of the installation" };

export default async function PeoplePage() {
  const person = await findPerson();
  if (!person?.instanceAdmin)
    return (
      <Page>
        <ForbiddenState
          permission="installation: administer"
          grantors={["An administrator of the installation"]}
        />
      </Page>
    );
  await prefetch(trpc.people.list.queryOptions());
  return (
    <HydrateClient>
      <PeopleView />
    </HydrateClient>
  );
}
