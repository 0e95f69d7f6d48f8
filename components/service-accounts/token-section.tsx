"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { TokenDialog } from "./token-dialog";
import { TokenTable } from "./token-table";
import type { ServiceAccount } from "./types";

export function TokenSection({ account }: { account: ServiceAccount }) {
  const [creating, setCreating] = useState(false);
  const { tokens, issuingRefusal } = account;
  const create = (
    <Button disabledReason={issuingRefusal ?? undefined} onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      Create token
    </Button>
  );
  return (
    <Section
      title="Tokens"
      description="What the program sends. Each is shown once, ends by itself, and can be revoked any time."
      actions={tokens.length > 0 ? create : null}
    >
      {tokens.length > 0 ? (
        <TokenTable tokens={tokens} />
      ) : (
        <Empty icon={KeyRound} title="No tokens yet" action={create}>
          Without a token nothing can connect as this account. Make one for each place it runs in,
          so that you can revoke one without the others.
        </Empty>
      )}
      {creating ? <TokenDialog account={account} onClose={() => setCreating(false)} /> : null}
    </Section>
  );
}
