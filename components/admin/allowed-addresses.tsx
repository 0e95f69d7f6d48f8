"use client";

import { useQuery } from "@tanstack/react-query";
import { Time } from "@/components/data/time";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { AllowAddress } from "./allow-address";
import { RemoveAddress } from "./remove-address";

/** Private addresses that servers may have. */
export function AllowedAddresses() {
  const trpc = useTRPC();
  const query = useQuery(trpc.settings.egress.queryOptions());
  return (
    <Section
      title="Private addresses allowed"
      description="Gatehouse refuses to contact private addresses, except these. A cloud's metadata service stays refused always."
      actions={<AllowAddress />}
    >
      <QueryState query={query} subject="The allowed addresses">
        {({ allowed, fromEnvironment }) =>
          allowed.length + fromEnvironment.length === 0 ? (
            <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted-foreground text-sm">
              None. Adding a server with a private address offers to allow it.
            </p>
          ) : (
            <ItemGroup className="border-y">
              {allowed.map((one) => (
                <Item
                  key={one.id}
                  title={<Address>{`${one.host}:${one.port}`}</Address>}
                  description={
                    <>
                      Allowed <Time value={one.createdAt} />
                      {one.allowedBy ? ` by ${one.allowedBy}` : null}
                    </>
                  }
                  actions={<RemoveAddress id={one.id} hostPort={`${one.host}:${one.port}`} />}
                />
              ))}
              {fromEnvironment.map((hostPort) => (
                <Item
                  key={hostPort}
                  title={<Address>{hostPort}</Address>}
                  description="Set by EGRESS_ALLOW; change it there."
                />
              ))}
            </ItemGroup>
          )
        }
      </QueryState>
    </Section>
  );
}

function Address({ children }: { children: string }) {
  return <span className="font-mono text-xs">{children}</span>;
}
