"use client";

import { useState } from "react";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { MemberRow } from "./member-row";
import { RemoveDialog } from "./remove-dialog";
import type { Member } from "./types";

export function MemberTable({ members }: { members: readonly Member[] }) {
  const [leaving, setLeaving] = useState<Member | null>(null);
  return (
    <>
      <Table label="Members">
        <TableHeader>
          <TableRow>
            <TableHead>Person</TableHead>
            <TableHead>Roles</TableHead>
            <TableHead>Last seen</TableHead>
            <TableHead>Connections</TableHead>
            <TableHead>Joined</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {members.map((member) => (
            <MemberRow key={member.person.id} member={member} onRemove={() => setLeaving(member)} />
          ))}
        </TableBody>
      </Table>
      {leaving ? <RemoveDialog member={leaving} onClose={() => setLeaving(null)} /> : null}
    </>
  );
}
