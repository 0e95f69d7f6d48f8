"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Section } from "@/components/ui/section";
import { Fact } from "./fact";

export function InstallationFacts() {
  const trpc = useTRPC();
  const query = useQuery(trpc.installation.get.queryOptions());
  return (
    <QueryState query={query} subject="The installation">
      {(data) => (
        <Section title="Installation">
          <dl className="grid gap-x-8 gap-y-4 border-y py-4 text-sm sm:grid-cols-2 lg:grid-cols-4">
            <Fact label="Version">{data.version}</Fact>
            <Fact label="Address">
              <span className="font-mono text-xs">{data.publicUrl}</span>
            </Fact>
            <Fact label="Database">
              <span className="font-mono text-xs">{data.database ?? "none"}</span>
            </Fact>
            <Fact label="Sign-in">
              {[...(data.passwords ? ["Password"] : []), data.singleSignOn]
                .filter(Boolean)
                .join(" · ")}
            </Fact>
          </dl>
        </Section>
      )}
    </QueryState>
  );
}
