import { Sparkline } from "@/components/activity/sparkline";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import { TableCell, TableRow, TableRowHeader } from "@/components/ui/table";
import type { EndpointItem } from "./endpoint-table";
import { useEndpointPermissions } from "./use-endpoint-permissions";
import { useEndpointToggle } from "./use-endpoint-toggle";

type EndpointTableRowProps = {
  endpoint: EndpointItem;
  withCalls: boolean;
  hours: readonly number[] | undefined;
};

export function EndpointTableRow({ endpoint, withCalls, hours }: EndpointTableRowProps) {
  const project = useProjectSlug();
  const { name, slug, address, tools, clients } = endpoint;
  return (
    <TableRow>
      <TableRowHeader className="sm:max-w-64">
        <RowLink href={`/projects/${project}/endpoints/${slug}`} className="block truncate">
          {name}
        </RowLink>
      </TableRowHeader>
      <TableCell className="max-w-56">
        <span className="flex min-w-0 items-center gap-1">
          <code className="truncate font-mono text-muted-foreground text-xs">
            {new URL(address).pathname}
          </code>
          <CopyButton value={address} label={`Copy the address of ${name}`} />
        </span>
      </TableCell>
      <TableCell>
        <Servers servers={endpoint.servers} />
      </TableCell>
      <TableCell numeric mobile="meta">
        {tools === 0 ? (
          <StatusBadge tone="warning" label="No tools" />
        ) : (
          <span>
            {tools}
            <span className="sm:sr-only"> {tools === 1 ? "tool" : "tools"}</span>
          </span>
        )}
      </TableCell>
      <TableCell numeric mobile="meta">
        {clients}
        <span className="sm:sr-only"> {clients === 1 ? "client" : "clients"}</span>
      </TableCell>
      {withCalls ? (
        <TableCell>
          <Calls hours={hours ?? []} />
        </TableCell>
      ) : null}
      <TableCell numeric mobile="action">
        <OnOff endpoint={endpoint} />
      </TableCell>
    </TableRow>
  );
}

const shownServers = 2;

function Servers({ servers }: { servers: EndpointItem["servers"] }) {
  if (servers.length === 0) return <span className="text-muted-foreground">None</span>;
  const rest = servers.slice(shownServers).map((server) => server.name);
  return (
    <span className="flex flex-wrap items-center gap-1">
      {servers.slice(0, shownServers).map((server) => (
        <Badge key={server.id} className="max-w-32">
          <span className="truncate">{server.name}</span>
        </Badge>
      ))}
      {rest.length > 0 ? (
        <span className="text-muted-foreground text-xs" title={rest.join(", ")}>
          +{rest.length}
        </span>
      ) : null}
    </span>
  );
}

function Calls({ hours }: { hours: readonly number[] }) {
  const total = hours.reduce((sum, count) => sum + count, 0);
  if (total === 0) return <span className="text-muted-foreground">0</span>;
  return (
    <span className="flex items-center gap-2">
      <Sparkline values={hours} label="Calls hour by hour" />
      {total.toLocaleString("en")}
    </span>
  );
}

function OnOff({ endpoint }: { endpoint: EndpointItem }) {
  const { reason } = useEndpointPermissions(endpoint);
  const { toggle, pending } = useEndpointToggle();
  return (
    <Switch
      checked={endpoint.enabled}
      aria-label={`${endpoint.name} is on`}
      pending={pending}
      disabledReason={reason("endpoint.edit")}
      onCheckedChange={(enabled) => toggle({ endpoint: endpoint.slug, enabled })}
    />
  );
}
