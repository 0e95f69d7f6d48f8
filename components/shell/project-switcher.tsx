"use client";

import { ChevronsUpDown, Plus, Search } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { CommandMenu } from "./command-menu";
import { newProjectHref, samePlaceIn } from "./navigation";

export type ProjectRef = {
  slug: string;
  name: string;
  /** What the person holds there at least somewhere. */
  permissions: readonly string[];
};

type ProjectSwitcherProps = {
  projects: readonly ProjectRef[];
  project: ProjectRef;
  /** Of the installation: they make projects. */
  isAdmin: boolean;
};

/** So many fit into a menu; more are found by typing. */
const shown = 8;

export function ProjectSwitcher({ projects, project, isAdmin }: ProjectSwitcherProps) {
  const [searching, setSearching] = useState(false);
  const path = usePathname();
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
        <Projects projects={nearest(projects, project)} project={project} />
        {projects.length > shown || isAdmin ? <DropdownMenuSeparator /> : null}
        {projects.length > shown ? (
          <DropdownMenuItem onSelect={() => setSearching(true)}>
            <Search aria-hidden="true" />
            Search all {projects.length}…
          </DropdownMenuItem>
        ) : null}
        {isAdmin ? (
          <DropdownMenuItem asChild>
            <Link href={newProjectHref}>
              <Plus aria-hidden="true" />
              New project…
            </Link>
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
      <CommandMenu
        open={searching}
        onOpenChange={setSearching}
        label="Switch project"
        placeholder="Search projects…"
        entries={projects.map(({ slug, name }) => ({
          id: slug,
          group: "Projects",
          label: name,
          href: samePlaceIn(slug, path),
          hint: slug === project.slug ? "Current" : undefined,
        }))}
      />
    </DropdownMenu>
  );
}

function Projects({ projects, project }: Pick<ProjectSwitcherProps, "projects" | "project">) {
  const path = usePathname();
  const router = useRouter();
  return (
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
  );
}

/** The first of them, the present one always among them. */
function nearest(projects: readonly ProjectRef[], { slug }: ProjectRef): readonly ProjectRef[] {
  const first = projects.slice(0, shown);
  if (first.some((one) => one.slug === slug)) return first;
  return [...projects.filter((one) => one.slug === slug), ...first.slice(1)];
}
