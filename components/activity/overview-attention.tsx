import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { ServerStatus } from "@/components/servers/server-status";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Item, ItemGroup } from "@/components/ui/item";
import { StatusBadge } from "@/components/ui/status-badge";
import { shareWords } from "./histogram-words";
import type { Overview } from "./overview-view";

type Accounts = NonNullable<Overview["accounts"]>;
type Spikes = NonNullable<Overview["spikes"]>;

type OverviewAttentionProps = {
  servers: NonNullable<Overview["attention"]>;
  accounts: Accounts;
  spikes: Spikes;
};

/** What somebody has to do something about; nothing where there is nothing. */
export function OverviewAttention({ servers, accounts, spikes }: OverviewAttentionProps) {
  if (servers.length + accounts.length + spikes.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Needs attention" />
      <CardBody className="py-1">
        <ItemGroup>
          {servers.map((server) => (
            <Need
              key={server.slug}
              name={server.name}
              badge={<ServerStatus server={{ ...server, statusReason: null }} />}
              path={`servers/${server.slug}`}
            >
              {server.statusReason}
            </Need>
          ))}
          {accounts.map((account) => (
            <AccountNeed key={`${account.kind} ${account.slug}`} account={account} />
          ))}
          {spikes.map((spike) => (
            <SpikeNeed key={`${spike.kind} ${spike.endpointId}`} spike={spike} />
          ))}
        </ItemGroup>
      </CardBody>
    </Card>
  );
}

function AccountNeed({ account }: { account: Accounts[number] }) {
  const { name, slug } = account;
  const path = `servers/${slug}/credentials`;
  if (account.kind === "expiring")
    return (
      <Need
        name={name}
        path={path}
        badge={<StatusBadge tone="warning" label="Sign-in ends soon" />}
      >
        The shared account ends <Time value={account.expiresAt} /> and cannot be renewed without a
        person.
      </Need>
    );
  const { people } = account;
  return (
    <Need name={name} path={path} badge={<StatusBadge tone="warning" label="Accounts" />}>
      {peopleSentence(account.kind, people)}
    </Need>
  );
}

function peopleSentence(kind: "people" | "failed", people: number): string {
  const who = people === 1 ? "One person" : `${people.toLocaleString("en")} people`;
  if (kind === "failed") return `${who} tried to connect an account since yesterday and could not.`;
  return people === 1
    ? "One person has to connect their account again."
    : `${who} have to connect their accounts again.`;
}

const spikeLooks = {
  denied: { label: "Many denied", outcome: "denied" },
  failed: { label: "Many failed", outcome: "failed,timed_out,revoked,unknown" },
};

function SpikeNeed({ spike }: { spike: Spikes[number] }) {
  const { kind, endpointId, endpointName, calls, share, usual } = spike;
  const { label, outcome } = spikeLooks[kind];
  const words = new URLSearchParams({ within: "1h", endpoint: endpointId, outcome });
  const before = usual < 0.5 ? "Usually there are none" : `Usually ${Math.round(usual)} are`;
  return (
    <Need
      name={endpointName}
      path={`activity?${words}`}
      badge={<StatusBadge tone="danger" label={label} />}
    >
      {`${calls.toLocaleString("en")} calls in the last hour were ${kind === "denied" ? "denied" : "not answered"}, ${shareWords(calls * share, calls)} of all. ${before}.`}
    </Need>
  );
}

type NeedProps = { name: string; badge: ReactNode; path: string; children: ReactNode };

function Need({ name, badge, path, children }: NeedProps) {
  const project = useProjectSlug();
  return (
    <Item
      title={
        <>
          {name}
          {badge}
        </>
      }
      description={children}
      actions={
        <Button asChild variant="secondary" size="sm">
          <Link href={`/projects/${project}/${path}`}>
            Open<span className="sr-only"> {name}</span>
          </Link>
        </Button>
      }
    />
  );
}
