"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { AccountRow } from "./account-row";
import { DisconnectDialog } from "./disconnect-dialog";
import { SecretDialog } from "./secret-dialog";
import type { Account } from "./types";

export function AccountTable({ accounts }: { accounts: readonly Account[] }) {
  const [named] = useQueryState("server", parseAsString);
  const [open, setOpen] = useState<{ what: "secret" | "disconnect"; account: Account }>();
  const meant = accounts.filter(({ server }) => server.slug === named);
  // Servers of two projects may have the name of the link: the one that needs its person comes first.
  const marked = meant.find(({ state }) => state !== "connected") ?? meant[0];
  const close = () => setOpen(undefined);
  return (
    <>
      <Table label="Accounts">
        <TableHeader>
          <TableRow>
            <TableHead>Server</TableHead>
            <TableHead>Status</TableHead>
            <TableHead>Account</TableHead>
            <TableHead>Last used</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {accounts.map((account) => (
            <AccountRow
              key={account.server.id}
              account={account}
              marked={account === marked}
              onEnter={() => setOpen({ what: "secret", account })}
              onDisconnect={() => setOpen({ what: "disconnect", account })}
            />
          ))}
        </TableBody>
      </Table>
      {open?.what === "secret" ? <SecretDialog account={open.account} onClose={close} /> : null}
      {open?.what === "disconnect" ? (
        <DisconnectDialog account={open.account} onClose={close} />
      ) : null}
    </>
  );
}
