"use client";

import { ShownOnce } from "@/components/forms/shown-once";
import { CodeBlock } from "@/components/ui/code-block";
import { addCommand } from "./machine-snippets";
import type { ServiceAccount } from "./types";

type TokenShownProps = { token: string; account: ServiceAccount; onClose: () => void };

/** It is kept as a hash only. */
export function TokenShown({ token, account, onClose }: TokenShownProps) {
  const [endpoint] = account.endpoints;
  return (
    <ShownOnce title="The token" label="Token" secret={token} onClose={onClose}>
      {endpoint ? (
        <CodeBlock
          label={`Connect Claude Code to ${endpoint.name}`}
          code={addCommand(endpoint, token)}
          wrap
        />
      ) : null}
    </ShownOnce>
  );
}
