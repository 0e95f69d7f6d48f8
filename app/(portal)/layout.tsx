import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { lastProjectCookie } from "@/components/account/last-project";
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
  const last = (await cookies()).get(lastProjectCookie)?.value;
  const { name, email, instanceAdmin } = person;
  return (
    <TrpcProvider>
      <PortalShell
        user={{ name, email }}
        projects={projects}
        lastProject={projects.find((one) => one.slug === last)}
        isAdmin={instanceAdmin}
        timeZone={timeZone}
      >
        {children}
      </PortalShell>
    </TrpcProvider>
  );
}
