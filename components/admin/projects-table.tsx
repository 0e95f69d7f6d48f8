import { UserPlus } from "lucide-react";
import { Time } from "@/components/data/time";
import { count } from "@/components/projects/count";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { RowMenu } from "@/components/ui/row-menu";
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
import type { AnyProject } from "./types";

type ProjectsTableProps = {
  projects: readonly AnyProject[];
  onAdd: (project: AnyProject) => void;
};

export function ProjectsTable({ projects, onAdd }: ProjectsTableProps) {
  return (
    <Table label="Projects">
      <TableHeader>
        <TableRow>
          <TableHead>Project</TableHead>
          <TableHead>Administrators</TableHead>
          <TableHead>Members</TableHead>
          <TableHead>Content</TableHead>
          <TableHead>Created</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {projects.map((project) => (
          <ProjectRow key={project.id} project={project} onAdd={() => onAdd(project)} />
        ))}
      </TableBody>
    </Table>
  );
}

function ProjectRow({ project, onAdd }: { project: AnyProject; onAdd: () => void }) {
  const names = project.administrators.map(({ name }) => name);
  return (
    <TableRow>
      <TableRowHeader>
        {project.name}
        <span className="block font-mono font-normal text-muted-foreground text-xs">
          {project.slug}
        </span>
      </TableRowHeader>
      <TableCell mobile="meta">
        {names.length > 0 ? (
          names.join(", ")
        ) : (
          <StatusBadge tone="warning" label="No administrator" />
        )}
      </TableCell>
      <TableCell mobile="meta">{count(project.members, "member")}</TableCell>
      <TableCell>
        {count(project.servers, "server")}, {count(project.endpoints, "endpoint")}
      </TableCell>
      <TableCell>
        <Time value={project.createdAt} />
      </TableCell>
      <TableCell mobile="action">
        <span className="flex justify-end">
          <RowMenu label={`Actions for ${project.name}`}>
            <DropdownMenuItem onSelect={onAdd}>
              <UserPlus aria-hidden="true" />
              Add an administrator…
            </DropdownMenuItem>
          </RowMenu>
        </span>
      </TableCell>
    </TableRow>
  );
}
