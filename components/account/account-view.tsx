"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { Appearance } from "./appearance";
import { PasswordCard } from "./password-card";
import { ProfileForm } from "./profile-form";
import { SessionsSection } from "./sessions-section";
import { SingleSignOnSection } from "./single-sign-on-section";

export function AccountView() {
  const trpc = useTRPC();
  const account = useQuery(trpc.account.get.queryOptions());
  return (
    <Page width="narrow" className="gap-8">
      <PageHeader title="Account" description="What concerns you in every project." />
      <QueryState query={account} subject="Your account">
        {(data) => (
          <>
            <ProfileForm key={data.email} account={data} />
            <Appearance />
            {data.singleSignOn ? <SingleSignOnSection singleSignOn={data.singleSignOn} /> : null}
            {data.hasPassword ? <PasswordCard email={data.email} /> : null}
          </>
        )}
      </QueryState>
      <SessionsSection />
    </Page>
  );
}
