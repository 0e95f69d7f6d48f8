import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { PortalShell } from "@/components/account/portal-shell";
import { TrpcProvider } from "@/components/trpc/trpc-provider";
import { findPerson } from "@/server/auth/session";
import { api } from "@/server/trpc/server";

// The gate for people; each procedure decides again, for a layout is not run on every navigation.
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const person = await findPerson();
  if (!person)
    redirect(`/login?next=${encodeURIComponent((await headers()).get("x-path") ?? "/")}`);
  const [projects, { timeZone }] = await Promise.all([api.projects.list(), api.account.get()]);
  const { name, email, instanceAdmin } = person;
  return (
    <TrpcProvider>
      <PortalShell
        user={{ name, email }}
        projects={projects}
        isAdmin={instanceAdmin}
        timeZone={timeZone}
      >
        {children}
      </PortalShell>
    </TrpcProvider>
  );
}
