"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { AccountTable } from "./account-table";

/** A person's own accounts at the servers of their endpoints. */
export function AccountsSection() {
  const trpc = useTRPC();
  const query = useQuery(trpc.connections.list.queryOptions());
  return (
    <Section
      title="Accounts"
      description="Your own accounts at servers where everybody connects theirs. Calls made for you use them, and nobody else's do."
    >
      <QueryState query={query} subject="Your accounts">
        {(accounts) =>
          accounts.length > 0 ? (
            <AccountTable accounts={accounts} />
          ) : (
            <Empty icon={KeyRound} title="No account of yours is needed" className="py-10">
              The endpoints you may use sign in to their servers by themselves. When one needs your
              own account, it is listed here.
            </Empty>
          )
        }
      </QueryState>
    </Section>
  );
}
