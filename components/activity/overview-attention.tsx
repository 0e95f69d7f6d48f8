import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { ServerStatus } from "@/components/servers/server-status";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Item, ItemGroup } from "@/components/ui/item";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Overview } from "./overview-view";

type Accounts = NonNullable<Overview["accounts"]>;

type OverviewAttentionProps = {
  servers: NonNullable<Overview["attention"]>;
  accounts: Accounts;
};

export function OverviewAttention({ servers, accounts }: OverviewAttentionProps) {
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
              path={server.slug}
            >
              {server.statusReason}
            </Need>
          ))}
          {accounts.map((account) => (
            <AccountNeed key={`${account.kind} ${account.slug}`} account={account} />
          ))}
        </ItemGroup>
      </CardBody>
    </Card>
  );
}

function AccountNeed({ account }: { account: Accounts[number] }) {
  const { name, slug } = account;
  const path = `${slug}/credentials`;
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
      {people === 1
        ? "One person has to connect their account again."
        : `${people} people have to connect their accounts again.`}
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
          <Link href={`/projects/${project}/servers/${path}`}>
            Open<span className="sr-only"> {name}</span>
          </Link>
        </Button>
      }
    />
  );
}
