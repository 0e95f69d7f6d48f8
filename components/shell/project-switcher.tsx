"use client";

import { ChevronsUpDown } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { Avatar } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { samePlaceIn } from "./navigation";

export type ProjectRef = {
  slug: string;
  name: string;
  /** What the person holds there at least somewhere. */
  permissions: readonly string[];
};

type ProjectSwitcherProps = { projects: readonly ProjectRef[]; project: ProjectRef };

export function ProjectSwitcher({ projects, project }: ProjectSwitcherProps) {
  const path = usePathname();
  const router = useRouter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Project ${project.name}. Switch project`}
        className="flex h-10 w-full items-center gap-2 rounded-md border bg-card px-2 text-left text-sm shadow-raised transition-colors hover:bg-accent aria-expanded:bg-accent md:h-9"
      >
        <Avatar name={project.name} size="sm" square />
        <span className="min-w-0 flex-1 truncate font-medium">{project.name}</span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="min-w-56">
        <DropdownMenuLabel>Projects</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={project.slug}
          onValueChange={(slug) => router.push(samePlaceIn(slug, path))}
        >
          {projects.map((item) => (
            <DropdownMenuRadioItem key={item.slug} value={item.slug}>
              <Avatar name={item.name} size="sm" square />
              <span className="truncate">{item.name}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
