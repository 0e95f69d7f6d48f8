"use client";

import { useParams } from "next/navigation";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { Time } from "@/components/data/time";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { QueryState } from "@/components/trpc/query-state";
import { Banner } from "@/components/ui/banner";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { DestinationActions } from "./destination-actions";
import { DestinationFacts } from "./destination-facts";
import { DestinationStatus } from "./destination-status";
import { SecretSection } from "./secret-section";
import type { Destination } from "./types";
import { useDestination } from "./use-forwarding";
import { kindWords } from "./words";

export function DestinationView() {
  const { denied } = usePermissions();
  return (
    <Page className="gap-8">
      {denied("activity.forward") ? (
        <ForbiddenState permission="activity.forward" />
      ) : (
        <DestinationPage />
      )}
    </Page>
  );
}

function DestinationPage() {
  const project = useProjectSlug();
  const { destination } = useParams<{ destination: string }>();
  const query = useDestination(destination);
  const back = { href: `/projects/${project}/settings/forwarding`, label: "All destinations" };
  const settings = { href: `/projects/${project}/settings`, label: "Settings" };
  return (
    <>
      {query.data ? null : <h1 className="sr-only">Destination</h1>}
      <QueryState query={query} subject="The destination" what="destination" back={back}>
        {(found) => (
          <>
            <PageHeader
              title={found.name}
              breadcrumb={[settings, { ...back, label: "Forwarding" }]}
              description={`${kindWords[found.kind]} at ${new URL(found.url).host}`}
              status={<DestinationStatus destination={found} pill />}
              actions={<DestinationActions destination={found} />}
            />
            <Trouble destination={found} />
            <DestinationFacts destination={found} />
            {found.secret ? <SecretSection destination={found} secret={found.secret} /> : null}
          </>
        )}
      </QueryState>
    </>
  );
}

function Trouble({ destination }: { destination: Destination }) {
  const { state, lastError, nextTryAt, rejectedCalls, rejectedReason } = destination;
  return (
    <>
      {state === "refused" ? (
        <Banner tone="danger" title="Forwarding waits for you">
          {lastError} Nothing is lost: when this is mended, choose Resume and it goes on where it
          was.
        </Banner>
      ) : null}
      {state === "failing" ? (
        <Banner tone="danger" title="The last delivery failed">
          {lastError}{" "}
          {nextTryAt ? (
            <>
              Tried again <Time value={nextTryAt} />; nothing is lost.
            </>
          ) : null}
        </Banner>
      ) : null}
      {rejectedCalls > 0 ? (
        <Banner
          tone="warning"
          title={`The receiver dropped ${rejectedCalls.toLocaleString("en")} of the calls it took`}
        >
          {rejectedReason ? `It says: ${rejectedReason}` : "It gives no reason."}
        </Banner>
      ) : null}
    </>
  );
}
