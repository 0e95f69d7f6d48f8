"use client";

import { useQuery } from "@tanstack/react-query";
import { JsonView } from "@/components/data/json-view";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { visibleText } from "./visible-text";

type ToolDetailProps = { serverId: string; toolId: string };

/** What the model would be told about a tool: every word of it. */
export function ToolDetail({ serverId, toolId }: ToolDetailProps) {
  const trpc = useTRPC();
  const input = { project: useProjectSlug(), id: serverId, tool: toolId };
  const query = useQuery(trpc.servers.tool.queryOptions(input));
  return (
    <div className="grid gap-3 px-3.5 pb-4 sm:pl-10">
      <QueryState query={query} subject="The tool" skeleton={<Skeleton className="h-32" />}>
        {({ title, description, inputSchema, definition }) => (
          <>
            {title ? <p className="font-medium text-sm">{visibleText(title).text}</p> : null}
            {description ? (
              <p className="max-w-prose whitespace-pre-wrap break-words text-sm">
                {visibleText(description).text}
              </p>
            ) : null}
            <Tabs defaultValue="schema">
              <TabsList aria-label="Views of the tool">
                <TabsTrigger value="schema">Input schema</TabsTrigger>
                <TabsTrigger value="definition">Whole definition</TabsTrigger>
              </TabsList>
              <TabsContent value="schema">
                <JsonView label="Input schema" text={inputSchema ?? "null"} />
              </TabsContent>
              <TabsContent value="definition">
                <JsonView label="Whole definition" text={definition} />
              </TabsContent>
            </Tabs>
          </>
        )}
      </QueryState>
    </div>
  );
}
