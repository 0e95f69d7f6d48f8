"use client";

import { useQuery } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { AccountTable } from "./account-table";
import { CreateDialog } from "./create-dialog";

export function ServiceAccountsView() {
  const { denied } = usePermissions();
  return (
    <Page>
      {denied("serviceAccount.edit") ? (
        <ForbiddenState permission="serviceAccount.edit" />
      ) : (
        <Accounts />
      )}
    </Page>
  );
}

function Accounts() {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const [creating, setCreating] = useState(false);
  const query = useQuery(trpc.serviceAccounts.list.queryOptions({ project }));
  const create = (shortcut: { "data-shortcut"?: string }) => (
    <Button {...shortcut} onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      Create service account
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Service accounts"
        description="Programs that use endpoints without a person: with roles of their own, and tokens that end."
        actions={query.data?.length ? create({ "data-shortcut": "create" }) : null}
      />
      <QueryState query={query} subject="The service accounts">
        {(accounts) =>
          accounts.length > 0 ? (
            <AccountTable accounts={accounts} />
          ) : (
            <Empty icon={Bot} title="No service accounts yet" action={create({})}>
              A build, a scheduled job or an agent on a server cannot sign in. Give it an account:
              it connects with a token, reaches what its roles allow, and its calls carry its name.
            </Empty>
          )
        }
      </QueryState>
      {creating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
