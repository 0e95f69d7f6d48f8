"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { CreateFooter } from "./create-footer";
import { withTools } from "./tool-filter";
import { ToolPicker } from "./tool-picker";
import type { Wizard } from "./use-draft";

const nothing: ReadonlySet<string> = new Set();

export function CreateToolsStep({ draft, keep, go }: Wizard) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { serverIds, toolIds } = draft;
  const query = useQuery(trpc.endpoints.previewTools.queryOptions({ project, serverIds }));
  const onSet = (ids: string[], enabled: boolean) => {
    const others = toolIds.filter((id) => !ids.includes(id));
    keep({ toolIds: enabled ? [...others, ...ids] : others });
  };
  return (
    <>
      <Section
        title="Which tools?"
        description="Nothing is exposed that nobody chose: every tool begins turned off."
      >
        <QueryState query={query} subject="The tools">
          {(groups) => (
            <ToolPicker
              groups={withTools(groups, new Set(toolIds), true)}
              onSet={onSet}
              pending={nothing}
            />
          )}
        </QueryState>
      </Section>
      <CreateFooter onBack={() => go("servers")}>
        <span role="status" className="text-muted-foreground text-sm tabular-nums">
          {toolIds.length} on
        </span>
        <Button onClick={() => go("review")}>Continue</Button>
      </CreateFooter>
    </>
  );
}
