"use client";

import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { AccountActions } from "./account-actions";
import { AccountStatus } from "./account-status";
import { ClientCredentials } from "./client-credentials";
import { ConnectMachine } from "./connect-machine";
import { TokenSection } from "./token-section";
import type { ServiceAccount } from "./types";

export function AccountView() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { account } = useParams<{ account: string }>();
  const query = useQuery(trpc.serviceAccounts.get.queryOptions({ project, account }));
  const back = { href: `/projects/${project}/service-accounts`, label: "All service accounts" };
  return (
    <Page className="gap-8">
      {query.data ? null : <h1 className="sr-only">Service account</h1>}
      <QueryState
        query={query}
        subject="The service account"
        what="service account"
        back={back}
        skeleton={<AccountSkeleton />}
      >
        {(found) => <Found account={found} back={back} />}
      </QueryState>
    </Page>
  );
}

type FoundProps = { account: ServiceAccount; back: { href: string; label: string } };

function Found({ account, back }: FoundProps) {
  return (
    <>
      <PageHeader
        title={account.name}
        breadcrumb={[{ ...back, label: "Service accounts" }]}
        description={account.description || undefined}
        status={<AccountStatus disabledAt={account.disabledAt} pill />}
        actions={<AccountActions account={account} />}
      />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-8">
          <TokenSection account={account} />
          <ConnectMachine account={account} />
          <ClientCredentials account={account} />
        </div>
        <Facts account={account} />
      </div>
    </>
  );
}

function Facts({ account }: { account: ServiceAccount }) {
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
          <dt className="text-muted-foreground">Roles</dt>
          <dd>{account.roles.map(({ name }) => name).join(", ") || "None"}</dd>
          <dt className="text-muted-foreground">Created</dt>
          <dd>
            <Time value={account.createdAt} /> by {account.createdByName}
          </dd>
          {account.disabledAt ? (
            <>
              <dt className="text-muted-foreground">Switched off</dt>
              <dd>
                <Time value={account.disabledAt} />
              </dd>
            </>
          ) : null}
        </dl>
      </CardBody>
    </Card>
  );
}

function AccountSkeleton() {
  return (
    <>
      <Skeleton className="h-7 w-48" />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <SkeletonRows rows={6} label="Loading the service account" />
        <Skeleton className="h-40 rounded-xl" />
      </div>
    </>
  );
}
