import { ChevronRight, Filter, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { OfferedEndpoint, OfferedTool } from "./consent-types";

/** What the client will reach: the endpoint's tools, by server, destructive ones marked. */
export function Reach({ endpoint }: { endpoint: OfferedEndpoint }) {
  const { tools, servers } = endpoint;
  const destructive = tools.filter((tool) => tool.destructive).length;
  if (tools.length === 0) {
    return (
      <p className="text-muted-foreground text-sm">
        No tools are switched on yet. Those switched on later can be used too.
      </p>
    );
  }
  return (
    <details className="group text-sm">
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-2 gap-y-1 rounded-md [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90"
        />
        <span className="font-medium">
          {count(tools.length, "tool")} in {count(servers, "server")}
        </span>
        {destructive > 0 ? (
          <Badge tone="warning">
            <TriangleAlert aria-hidden="true" />
            {destructive} can delete or change data
          </Badge>
        ) : null}
        {endpoint.filtered ? (
          <Badge>
            <Filter aria-hidden="true" />
            Personal data is filtered
          </Badge>
        ) : null}
      </summary>
      <div className="mt-2 ml-2 grid max-h-72 gap-3 overflow-y-auto border-l pl-4">
        {byServer(tools).map(([server, own]) => (
          <ServerTools key={server} server={server} tools={own} />
        ))}
      </div>
    </details>
  );
}

function ServerTools({ server, tools }: { server: string; tools: OfferedTool[] }) {
  return (
    <div className="grid gap-1">
      <p className="text-muted-foreground text-xs">{server}</p>
      <ul className="grid gap-1">
        {tools.map((tool) => (
          <li key={tool.name} className="flex flex-wrap items-center gap-x-2">
            <span className="wrap-anywhere font-mono text-xs">{tool.name}</span>
            {tool.title ? (
              <span className="text-muted-foreground text-xs">{tool.title}</span>
            ) : null}
            {tool.destructive ? <Badge tone="warning">Destructive</Badge> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function byServer(tools: readonly OfferedTool[]): [string, OfferedTool[]][] {
  const servers = [...new Set(tools.map((tool) => tool.server))];
  return servers.map((server) => [server, tools.filter((tool) => tool.server === server)]);
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
