"use client";

import { useState } from "react";
import { AttemptBanner } from "@/components/connections/attempt-banner";
import type { Account, AttemptNotice } from "@/components/connections/types";
import { ItemGroup } from "@/components/ui/item";
import { ConsentAccount } from "./consent-account";

type ConsentAccountsProps = {
  uid: string;
  /** Name of the AI client. */
  client: string;
  accounts: readonly Account[];
  notice: AttemptNotice | null;
};

/** The person's own accounts, all of which the endpoint needs before it can be used. */
export function ConsentAccounts({ uid, client, accounts, notice }: ConsentAccountsProps) {
  // What the person does next makes it old news.
  const [told, setTold] = useState(notice);
  if (accounts.length === 0) return null;
  const connected = accounts.filter(({ state }) => state === "connected").length;
  return (
    <section aria-labelledby="your-accounts" className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="your-accounts" className="font-medium text-sm">
          Your accounts
        </h2>
        <p role="status" className="text-muted-foreground text-xs tabular-nums">
          {connected} of {accounts.length} connected
        </p>
      </div>
      <p className="text-pretty text-muted-foreground text-xs">
        What {client} does there, it does with your own account.
      </p>
      <AttemptBanner notice={told} />
      <ItemGroup className="border-y">
        {accounts.map((account) => (
          <ConsentAccount
            key={account.server.id}
            uid={uid}
            account={account}
            onKept={() => setTold(null)}
          />
        ))}
      </ItemGroup>
    </section>
  );
}
