"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX, Wrench } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { Time } from "@/components/data/time";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { SearchInput } from "@/components/ui/search-input";
import { counted } from "./counted";
import { RejectedTools } from "./rejected-tools";
import { useServer } from "./server-view";
import { ToolRow } from "./tool-row";
import type { ToolRow as Row, Server } from "./types";
import { useServerActions } from "./use-server-actions";

export function ToolsTab() {
  const { data: server } = useServer();
  return server ? <Tools server={server} /> : null;
}

function Tools({ server }: { server: Server }) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(trpc.servers.tools.queryOptions({ project, id: server.id }));
  return (
    <QueryState query={query} subject="The tools">
      {(tools) => (
        <div className="grid gap-6">
          {tools.length === 0 ? (
            <NoTools server={server} />
          ) : (
            <List server={server} tools={tools} />
          )}
          <RejectedTools rejected={server.rejected} />
        </div>
      )}
    </QueryState>
  );
}

function List({ server, tools }: { server: Server; tools: readonly Row[] }) {
  const [words, setWords] = useQueryState("q", parseAsString.withDefault(""));
  const [open, setOpen] = useQueryState("tool", parseAsString);
  const wanted = words.trim().toLowerCase();
  const shown = tools.filter((tool) =>
    `${tool.name} ${tool.title ?? ""} ${tool.description}`.toLowerCase().includes(wanted),
  );
  return (
    <div className="grid gap-4">
      <h2 className="sr-only">Tools</h2>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          label="Filter tools"
          value={words}
          onChange={(event) => void setWords(event.target.value || null)}
        />
        <p role="status" className="text-muted-foreground text-sm tabular-nums empty:hidden">
          {wanted ? `${shown.length} of ${counted(tools.length, "tool")}` : null}
        </p>
        {server.syncedAt ? (
          <p className="text-muted-foreground text-sm sm:ml-auto">
            Synchronised <Time value={server.syncedAt} />
          </p>
        ) : null}
      </div>
      {shown.length === 0 ? (
        <Empty
          icon={SearchX}
          title="No tool matches"
          action={
            <Button variant="secondary" onClick={() => void setWords(null)}>
              Clear filter
            </Button>
          }
        />
      ) : (
        <ul className="divide-y overflow-hidden rounded-xl border bg-card">
          {shown.map((tool) => (
            <ToolRow
              key={tool.id}
              serverId={server.id}
              tool={tool}
              open={open === tool.name}
              onToggle={() => void setOpen(open === tool.name ? null : tool.name)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function NoTools({ server }: { server: Server }) {
  const { reason } = usePermissions();
  const actions = useServerActions(server);
  const [title, why] = noToolsWords(server);
  return (
    <Empty
      icon={Wrench}
      title={title}
      action={
        <Button
          variant="secondary"
          disabledReason={reason("server.edit")}
          pending={actions.syncing}
          onClick={actions.sync}
        >
          Sync tools
        </Button>
      }
    >
      {why}
    </Empty>
  );
}

function noToolsWords(server: Server): [string, string] {
  if (server.syncedAt === null)
    return [
      "No tools yet",
      "They appear here as soon as Gatehouse has reached the server and was let in.",
    ];
  return [
    "This server offers no tools",
    "It answered, but its list of tools is empty. Some servers show tools only to accounts with the right permissions: check what the credential may do.",
  ];
}
