"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Time } from "@/components/data/time";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-line";
import { Section } from "@/components/ui/section";
import { Fact } from "./fact";

/** How the record of calls is protected, and what to keep elsewhere. */
export function RecordProtection() {
  const trpc = useTRPC();
  const query = useQuery(trpc.installation.record.queryOptions());
  return (
    <Section
      title="Record of calls"
      description="Every row is a link of a chain. A checkpoint notes each minute how far the chains have come; kept elsewhere, checkpoints show that the end of the record was cut off."
      actions={
        <Button asChild variant="secondary" size="sm">
          <a href="/admin/checkpoints?format=jsonl" download>
            <Download aria-hidden="true" />
            Download checkpoints
          </a>
        </Button>
      }
    >
      <QueryState query={query} subject="The protection of the record">
        {({ appendOnly, checkpoints, lastAt }) => (
          <div className="grid gap-4">
            {!appendOnly && (
              <Banner tone="warning" title="Gatehouse's database role could change the record">
                The chains would show it. To rule it out, give DATABASE_URL a role of its own and
                MAINTENANCE_DATABASE_URL the owner of the tables.
              </Banner>
            )}
            <dl className="grid gap-x-8 gap-y-4 border-y py-4 text-sm sm:grid-cols-2 lg:grid-cols-3">
              <Fact label="Database role">
                {appendOnly ? "Can add rows, and not change or delete any" : "Owns the tables"}
              </Fact>
              <Fact label="Checkpoints">{checkpoints.toLocaleString("en")}</Fact>
              <Fact label="Last checkpoint">{lastAt ? <Time value={lastAt} /> : "None yet"}</Fact>
            </dl>
            <div className="grid gap-1.5 text-sm">
              <p>Whether it is as it was written, this command says:</p>
              <CopyLine
                label="Copy the command"
                value="npm run activity:verify"
                className="max-w-md"
              />
            </div>
          </div>
        )}
      </QueryState>
    </Section>
  );
}
