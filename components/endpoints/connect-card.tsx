"use client";

import { ExternalLink } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyLine } from "@/components/ui/copy-line";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { clientSlug, connectSnippets, type Snippet } from "./connect-snippets";

type ConnectCardProps = {
  endpoint: { name: string; slug: string; address: string };
};

/** The address, and what to do with it in each client. */
export function ConnectCard({ endpoint }: ConnectCardProps) {
  const snippets = connectSnippets({
    name: endpoint.name,
    slug: clientSlug(endpoint.slug),
    url: endpoint.address,
  });
  return (
    <Card>
      <CardHeader title="Connect" description="Give this address to an AI client." />
      <CardBody className="grid gap-3">
        <CopyLine value={endpoint.address} label="Copy the address" />
        <Tabs defaultValue="claude">
          <TabsList aria-label="AI client" className="gap-2.5">
            {snippets.map((snippet) => (
              <TabsTrigger key={snippet.client} value={snippet.client} className="text-xs">
                {snippet.label}
              </TabsTrigger>
            ))}
          </TabsList>
          {snippets.map((snippet) => (
            <TabsContent key={snippet.client} value={snippet.client} className="pt-3">
              <Instructions snippet={snippet} />
            </TabsContent>
          ))}
        </Tabs>
      </CardBody>
    </Card>
  );
}

function Instructions({ snippet }: { snippet: Snippet }) {
  // The address stands above already.
  const blocks = snippet.blocks.filter((block) => block.label !== "Address");
  return (
    <div className="grid gap-3 text-sm">
      {snippet.link ? (
        <Button asChild variant="secondary" className="justify-self-start">
          <a href={snippet.link.href}>
            <ExternalLink aria-hidden="true" />
            {snippet.link.label}
          </a>
        </Button>
      ) : null}
      <Steps steps={snippet.steps} />
      {blocks.map((block) => (
        <CodeBlock key={block.label} label={block.label} code={block.code} wrap />
      ))}
      <p className="text-pretty text-muted-foreground text-xs">{snippet.next}</p>
    </div>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  if (steps.length === 1) return <p className="text-pretty">{steps[0]}</p>;
  return (
    <ol className="grid list-decimal gap-1 pl-5 marker:text-muted-foreground">
      {steps.map((step) => (
        <li key={step} className="text-pretty">
          {step}
        </li>
      ))}
    </ol>
  );
}
