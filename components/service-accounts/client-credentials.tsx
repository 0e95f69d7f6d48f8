"use client";

import { CodeBlock } from "@/components/ui/code-block";
import { CopyLine } from "@/components/ui/copy-line";
import { Section } from "@/components/ui/section";
import { accessTokenCommand } from "./machine-snippets";
import type { ServiceAccount } from "./types";

/** For programs that bring OAuth: what they need to get a token for one endpoint. */
export function ClientCredentials({ account }: { account: ServiceAccount }) {
  const { id, tokenUrl, endpoints } = account;
  const [endpoint] = endpoints;
  return (
    <Section
      title="OAuth client credentials"
      description="For programs that get their tokens themselves. The client secret is one of the tokens above; the resource is the address of the endpoint. What they get is for that endpoint alone and ends after 15 minutes."
    >
      <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-[auto_minmax(0,1fr)] sm:items-center">
        <dt className="text-muted-foreground">Token URL</dt>
        <dd className="min-w-0">
          <CopyLine value={tokenUrl} label="Copy the token URL" />
        </dd>
        <dt className="text-muted-foreground">Client ID</dt>
        <dd className="min-w-0">
          <CopyLine value={id} label="Copy the client ID" />
        </dd>
      </dl>
      {endpoint ? (
        <CodeBlock
          label="Get a token"
          code={accessTokenCommand({ tokenUrl, clientId: id, resource: endpoint.url })}
        />
      ) : null}
    </Section>
  );
}
