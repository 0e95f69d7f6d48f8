"use client";

import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import Link from "next/link";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { CreateFooter } from "./create-footer";
import { ServerChoiceList } from "./server-choice-list";
import type { Wizard } from "./use-draft";

export function CreateServersStep({ draft, keep, go }: Wizard) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.endpoints.serverChoices.queryOptions({ project }));
  return (
    <>
      <Section
        title="Which servers?"
        description="Their tools become available to this endpoint. You choose the tools next."
      >
        <QueryState query={query} subject="The servers">
          {(choices) =>
            choices.length === 0 ? (
              <NoServers />
            ) : (
              <ServerChoiceList
                choices={choices}
                chosen={draft.serverIds}
                onChange={(serverIds) => keep({ serverIds, toolIds: [] })}
              />
            )
          }
        </QueryState>
      </Section>
      <CreateFooter onBack={() => go("name")}>
        <Button onClick={() => go(draft.serverIds.length === 0 ? "review" : "tools")}>
          {draft.serverIds.length === 0 ? "Continue without servers" : "Continue"}
        </Button>
      </CreateFooter>
    </>
  );
}

function NoServers() {
  const project = useProjectSlug();
  const { reason } = usePermissions();
  return (
    <Empty
      icon={Layers}
      title="No servers yet"
      className="py-10"
      action={
        <Button asChild variant="secondary" disabledReason={reason("server.create")}>
          <Link href={`/projects/${project}/servers/new`}>Add server</Link>
        </Button>
      }
    >
      Add one first, or create the endpoint now and connect servers later.
    </Empty>
  );
}
