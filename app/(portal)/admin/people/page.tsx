import type { Metadata } from "next";
import { AdministratorsOnly } from "@/components/admin/administrators-only";
import { PeopleView } from "@/components/admin/people-view";
import { findPerson } from "@/server/auth/session";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/server";

export const metadata: Metadata = { title: "People of the installation" };

export default async function PeoplePage() {
  const person = await findPerson();
  if (!person?.instanceAdmin) return <AdministratorsOnly />;
  await prefetch(trpc.people.list.queryOptions());
  return (
    <HydrateClient>
      <PeopleView />
    </HydrateClient>
  );
}
