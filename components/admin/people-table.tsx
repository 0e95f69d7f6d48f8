"use client";

import { useQuery } from "@tanstack/react-query";
import { Time } from "@/components/data/time";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";

export function PeopleTable() {
  const trpc = useTRPC();
  const query = useQuery(trpc.people.list.queryOptions());
  return (
    <Section title="People" description="Everybody who can sign in, and where they are members.">
      <QueryState query={query} subject="The people">
        {(people) => (
          <Table label="People">
            <TableHeader>
              <TableRow>
                <TableHead>Name</TableHead>
                <TableHead>State</TableHead>
                <TableHead>Projects</TableHead>
                <TableHead>Last seen</TableHead>
                <TableHead>Joined</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {people.map((person) => (
                <PersonRow key={person.id} {...person} />
              ))}
            </TableBody>
          </Table>
        )}
      </QueryState>
    </Section>
  );
}

type PersonRowProps = {
  name: string;
  email: string;
  isAdmin: boolean;
  disabledAt: Date | null;
  lastSeenAt: Date | null;
  createdAt: Date;
  projects: { slug: string; name: string; role: string }[];
};

function PersonRow({ name, email, isAdmin, disabledAt, ...row }: PersonRowProps) {
  return (
    <TableRow>
      <TableRowHeader>
        <span className="flex flex-wrap items-center gap-x-2">
          {name}
          {isAdmin ? <Badge tone="accent">Installation administrator</Badge> : null}
        </span>
        <span className="block font-normal text-muted-foreground text-xs">{email}</span>
      </TableRowHeader>
      <TableCell mobile="status">
        {disabledAt ? (
          <StatusBadge tone="neutral" label="Disabled" />
        ) : (
          <StatusBadge tone="success" label="Active" />
        )}
      </TableCell>
      <TableCell>
        {row.projects.map((project) => `${project.name} (${project.role})`).join(", ") || "–"}
      </TableCell>
      <TableCell mobile="meta">
        <span className="sm:hidden">Seen </span>
        {row.lastSeenAt ? <Time value={row.lastSeenAt} /> : "never"}
      </TableCell>
      <TableCell>
        <Time value={row.createdAt} />
      </TableCell>
    </TableRow>
  );
}
