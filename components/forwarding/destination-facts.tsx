"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/components/data/time";
import { useNow } from "@/components/data/use-now";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { CopyLine } from "@/components/ui/copy-line";
import { Section } from "@/components/ui/section";
import { formatLag, formatWaiting } from "./lag-words";
import type { Destination } from "./types";
import { outcomeWords } from "./words";

export function DestinationFacts({ destination }: { destination: Destination }) {
  const { outcomes, payloadsAt, headers, createdAt, createdByName, url } = destination;
  return (
    <>
      <Section title="Progress" description="Read from the record each time this page looks.">
        <Facts>
          <Progress destination={destination} />
        </Facts>
      </Section>
      <Section title="Settings">
        <CopyLine value={url} label="Copy address" />
        <Facts>
          <Fact label="What is sent">{outcomeWords[outcomes]}</Fact>
          <Fact label="What calls sent and received">
            {payloadsAt ? (
              <>
                Included since <Time value={payloadsAt} />
              </>
            ) : (
              "Not included"
            )}
          </Fact>
          <Fact label="Headers">
            {headers ? (
              <>
                <code className="break-all font-mono text-xs">{headers.names.join(", ")}</code> ·
                set <Time value={headers.at} /> by {headers.by}
              </>
            ) : (
              "None"
            )}
          </Fact>
          <Fact label="Added">
            <Time value={createdAt} /> by {createdByName}
          </Fact>
        </Facts>
      </Section>
    </>
  );
}

function Progress({ destination }: { destination: Destination }) {
  const now = useNow();
  const { lag, deliveredCalls, deliveredAt } = destination;
  const behind = lag.since && now ? formatLag(now.getTime() - lag.since.getTime()) : null;
  return (
    <>
      <Fact label="Waiting">{lag.since ? formatWaiting(lag) : "Nothing"}</Fact>
      <Fact label="Behind">{lag.since ? (behind ?? "…") : "Not at all"}</Fact>
      <Fact label="Delivered">
        {deliveredCalls.toLocaleString("en")} {deliveredCalls === 1 ? "call" : "calls"}
        {deliveredAt ? (
          <>
            , last <Time value={deliveredAt} />
          </>
        ) : null}
      </Fact>
      <Fact label="Last call delivered">
        <LastCall destination={destination} />
      </Fact>
    </>
  );
}

function LastCall({ destination: { lastCallId, lastCallAt } }: { destination: Destination }) {
  const project = useProjectSlug();
  const { can } = usePermissions();
  if (!lastCallId || !lastCallAt) return "None yet";
  const made = (
    <>
      Made <Time value={lastCallAt} />
    </>
  );
  if (!can("activity.read")) return made;
  return (
    <Link
      href={`/projects/${project}/activity?call=${lastCallId}`}
      className="rounded-sm underline decoration-border underline-offset-4 hover:decoration-current"
    >
      {made}
    </Link>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-8 gap-y-4 border-y py-4 text-sm sm:grid-cols-2 lg:grid-cols-4">
      {children}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
