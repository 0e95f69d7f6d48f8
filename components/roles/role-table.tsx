import { Lock } from "lucide-react";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { counted } from "@/components/servers/counted";
import { RowLink } from "@/components/ui/row-link";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  TableRowHeader,
} from "@/components/ui/table";
import { RoleMenu } from "./role-menu";
import type { RoleSummary } from "./types";

type RoleTableProps = { label: string; roles: readonly RoleSummary[] };

export function RoleTable({ label, roles }: RoleTableProps) {
  return (
    <Table label={label}>
      <TableHeader>
        <TableRow>
          <TableHead className="w-56">Name</TableHead>
          <TableHead>Description</TableHead>
          <TableHead className="w-28" numeric>
            Rules
          </TableHead>
          <TableHead className="w-32" numeric>
            Members
          </TableHead>
          <TableHead className="w-12">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {roles.map((role) => (
          <Row key={role.key} role={role} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ role }: { role: RoleSummary }) {
  const href = `/projects/${useProjectSlug()}/roles/${role.key}`;
  return (
    <TableRow>
      <TableRowHeader>
        <span className="inline-flex min-w-0 items-center gap-2">
          <RowLink href={href}>{role.name}</RowLink>
          {role.builtin ? <BuiltIn /> : null}
        </span>
      </TableRowHeader>
      <TableCell className="text-muted-foreground">
        <span className="line-clamp-1">{role.description}</span>
      </TableCell>
      <TableCell numeric mobile="meta">
        <span className="sm:hidden">{counted(role.sentences.length, "rule")}</span>
        <span className="max-sm:hidden">{role.sentences.length}</span>
      </TableCell>
      <TableCell numeric mobile="meta">
        <span className="sm:hidden">{counted(role.members, "member")}</span>
        <span className="max-sm:hidden">{role.members}</span>
      </TableCell>
      <TableCell mobile="action" className="sm:w-0">
        <RoleMenu role={role} />
      </TableCell>
    </TableRow>
  );
}

function BuiltIn() {
  return (
    <>
      <Lock aria-hidden="true" className="size-3.5 text-muted-foreground" />
      <span className="sr-only">built in</span>
    </>
  );
}
