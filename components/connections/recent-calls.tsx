"use client";

import { useQuery } from "@tanstack/react-query";
import { OutcomeBadge } from "@/components/activity/outcome-badge";
import { Duration } from "@/components/data/duration";
import { Time } from "@/components/data/time";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { QueryState } from "@/components/trpc/query-state";
import { RowLink } from "@/components/ui/row-link";
import { Section } from "@/components/ui/section";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";

type MyCall = Outputs["connections"]["calls"][number];

/** What was done in one's name lately. */
export function RecentCalls() {
  const trpc = useTRPC();
  const query = useQuery(trpc.connections.calls.queryOptions());
  return (
    <Section
      title="Recent calls made for me"
      description="The last 20 of the day on which one of your AI clients was last used."
    >
      <QueryState query={query} subject="Your recent calls">
        {(calls) =>
          calls.length > 0 ? (
            <Calls calls={calls} />
          ) : (
            <p className="text-muted-foreground text-sm">
              None yet. They appear here as soon as an AI client uses a tool for you.
            </p>
          )
        }
      </QueryState>
    </Section>
  );
}

function Calls({ calls }: { calls: readonly MyCall[] }) {
  return (
    <Table label="Recent calls made for me" density="log">
      <TableHeader>
        <TableRow>
          <TableHead>Time</TableHead>
          <TableHead>Outcome</TableHead>
          <TableHead>Client</TableHead>
          <TableHead>Endpoint</TableHead>
          <TableHead>Server · tool</TableHead>
          <TableHead numeric>Duration</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </TableBody>
    </Table>
  );
}

function CallRow({ call }: { call: MyCall }) {
  return (
    <TableRow>
      <TableCell mobile="meta" className="whitespace-nowrap text-muted-foreground">
        <Time value={call.startedAt} />
      </TableCell>
      <TableCell mobile="status">
        <OutcomeBadge outcome={call.outcome} />
      </TableCell>
      <TableCell mobile="meta" className="max-w-40 truncate">
        {call.clientName ?? "–"}
      </TableCell>
      <TableCell className="max-w-48 truncate">{call.endpointName}</TableCell>
      <TableRowHeader className="sm:max-w-72">
        <span className="flex min-w-0 items-center gap-1.5">
          {call.serverName ? (
            <span className="max-w-40 shrink-0 truncate text-muted-foreground max-sm:hidden">
              {call.serverName} ·
            </span>
          ) : null}
          <ToolName call={call} />
        </span>
      </TableRowHeader>
      <TableCell numeric mobile="meta" className="whitespace-nowrap">
        <Duration ms={call.durationMs} />
      </TableCell>
    </TableRow>
  );
}

/** A link for those who may read the record. */
function ToolName({ call }: { call: MyCall }) {
  const name = call.toolName ?? call.method;
  const look = "truncate font-mono text-xs";
  if (call.projectSlug === null) return <span className={look}>{name}</span>;
  return (
    <RowLink href={`/projects/${call.projectSlug}/activity?call=${call.id}`} className={look}>
      {name}
    </RowLink>
  );
}
