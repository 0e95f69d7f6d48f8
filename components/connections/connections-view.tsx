"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { AccountsSection } from "./accounts-section";
import { ClientTable } from "./client-table";
import { NoClients } from "./no-clients";
import { RecentCalls } from "./recent-calls";
import { ReturnNotice } from "./return-notice";

export function ConnectionsView() {
  const trpc = useTRPC();
  const query = useQuery(trpc.grants.listMine.queryOptions());
  return (
    <Page>
      <PageHeader
        title="My connections"
        description="The AI clients that act for you, and the accounts they act with."
      />
      <ReturnNotice />
      <Section title="AI clients">
        <QueryState query={query} subject="Your AI clients">
          {(grants) => (grants.length > 0 ? <ClientTable grants={grants} /> : <NoClients />)}
        </QueryState>
      </Section>
      <AccountsSection />
      <RecentCalls />
    </Page>
  );
}
