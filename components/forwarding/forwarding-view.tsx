"use client";

import { Forward, Plus } from "lucide-react";
import { useState } from "react";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { SettingsTabs } from "@/components/projects/settings-tabs";
import { usePermissions } from "@/components/projects/use-permissions";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { maxDestinations } from "@/server/forwarding/schema";
import { CreateDialog } from "./create-dialog";
import { DestinationTable } from "./destination-table";
import { useDestinations } from "./use-forwarding";

export function ForwardingView() {
  const { denied } = usePermissions();
  return (
    <Page className="max-w-4xl gap-8">
      {denied("activity.forward") ? <Forbidden /> : <Destinations />}
    </Page>
  );
}

const description = "Where the record of calls is sent on to. Calls never wait for it.";

function Forbidden() {
  return (
    <>
      <PageHeader title="Settings" description={description} />
      <SettingsTabs />
      <ForbiddenState permission="activity.forward" />
    </>
  );
}

function Destinations() {
  const [creating, setCreating] = useState(false);
  const query = useDestinations();
  const count = query.data?.length ?? 0;
  const full =
    count >= maxDestinations ? `At most ${maxDestinations}. Delete one first.` : undefined;
  const add = (shortcut: { "data-shortcut"?: string }) => (
    <Button {...shortcut} disabledReason={full} onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      Add destination
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Settings"
        description={description}
        actions={count > 0 ? add({ "data-shortcut": "create" }) : null}
      />
      <SettingsTabs />
      <QueryState query={query} subject="The destinations">
        {(destinations) =>
          destinations.length > 0 ? (
            <DestinationTable destinations={destinations} />
          ) : (
            <Empty icon={Forward} title="Nothing is forwarded" action={add({})}>
              A SIEM or a log store can keep its own copy of every call. Add an OpenTelemetry
              collector or a webhook: each call arrives there at least once, in order.
            </Empty>
          )
        }
      </QueryState>
      {creating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
