"use client";

import { useState } from "react";
import { Time } from "@/components/data/time";
import { LastSeen } from "@/components/members/last-seen";
import { Badge } from "@/components/ui/badge";
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
import { DisableDialog } from "./disable-dialog";
import { PersonMenu, type ResetLink } from "./person-menu";
import { ResetLinkDialog } from "./reset-link-dialog";
import type { Somebody } from "./types";

export function PeopleTable({ people }: { people: readonly Somebody[] }) {
  const [disabling, setDisabling] = useState<Somebody | null>(null);
  const [link, setLink] = useState<ResetLink | null>(null);
  return (
    <>
      <Table label="People">
        <TableHeader>
          <TableRow>
            <TableHead>Person</TableHead>
            <TableHead>State</TableHead>
            <TableHead>Projects</TableHead>
            <TableHead>Last seen</TableHead>
            <TableHead>Since</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              onDisable={() => setDisabling(person)}
              onLink={setLink}
            />
          ))}
        </TableBody>
      </Table>
      {disabling ? <DisableDialog person={disabling} onClose={() => setDisabling(null)} /> : null}
      {link ? <ResetLinkDialog link={link} onClose={() => setLink(null)} /> : null}
    </>
  );
}

type PersonRowProps = {
  person: Somebody;
  onDisable: () => void;
  onLink: (link: ResetLink) => void;
};

function PersonRow({ person, ...on }: PersonRowProps) {
  return (
    <TableRow>
      <TableRowHeader>
        <span className="flex flex-wrap items-center gap-x-2">
          {person.name}
          {person.you ? <Badge>You</Badge> : null}
          {person.isAdmin ? <Badge tone="accent">Administrator</Badge> : null}
        </span>
        <span className="block truncate font-normal text-muted-foreground text-xs">
          {person.email}
        </span>
      </TableRowHeader>
      <TableCell mobile="meta">
        {person.disabledAt ? (
          <StatusBadge tone="neutral" label="Disabled" />
        ) : (
          <StatusBadge tone="success" label="Active" />
        )}
      </TableCell>
      <TableCell>
        {person.projects.map((project) => `${project.name} (${project.role})`).join(", ") || "None"}
      </TableCell>
      <TableCell mobile="meta">
        <LastSeen at={person.lastSeenAt} />
      </TableCell>
      <TableCell>
        <Time value={person.createdAt} />
      </TableCell>
      <TableCell mobile="action">
        <span className="flex justify-end">
          <PersonMenu person={person} {...on} />
        </span>
      </TableCell>
    </TableRow>
  );
}
