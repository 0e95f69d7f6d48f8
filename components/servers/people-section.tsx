"use client";

import { useQuery } from "@tanstack/react-query";
import { UsersRound } from "lucide-react";
import { AccountStatus } from "@/components/connections/account-status";
import { Time } from "@/components/data/time";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { QueryState } from "@/components/trpc/query-state";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import type { Server } from "./types";

type Person = Outputs["connections"]["people"][number];

/** Who has connected an account of their own; never with what. */
export function PeopleSection({ server }: { server: Server }) {
  const trpc = useTRPC();
  const input = { project: useProjectSlug(), server: server.id };
  const query = useQuery(trpc.connections.people.queryOptions(input));
  return (
    <Section
      title="People"
      description="Everyone who may use an endpoint with this server, and whether they have connected their account."
    >
      <QueryState query={query} subject="The list of people" skeleton={<SkeletonRows rows={3} />}>
        {(people) =>
          people.length === 0 ? (
            <Empty icon={UsersRound} title="Nobody needs an account yet">
              People appear here when they may use an endpoint that offers tools of this server.
            </Empty>
          ) : (
            <PeopleTable people={people} />
          )
        }
      </QueryState>
    </Section>
  );
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  return (
    <Table label="People">
      <TableHeader>
        <TableRow>
          <TableHead>Person</TableHead>
          <TableHead>State</TableHead>
          <TableHead>Account</TableHead>
          <TableHead>Connected</TableHead>
          <TableHead>Last used</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {people.map((person) => (
          <PersonRow key={person.userId} person={person} />
        ))}
      </TableBody>
    </Table>
  );
}

function PersonRow({ person }: { person: Person }) {
  return (
    <TableRow>
      <TableRowHeader>{person.name}</TableRowHeader>
      <TableCell mobile="status">
        <AccountStatus account={person} />
      </TableCell>
      <TableCell mobile="meta">{person.account ?? "—"}</TableCell>
      <TableCell mobile="meta">
        {person.connectedAt ? <Time value={person.connectedAt} /> : "—"}
      </TableCell>
      <TableCell>{person.lastUsedAt ? <Time value={person.lastUsedAt} /> : "—"}</TableCell>
    </TableRow>
  );
}
