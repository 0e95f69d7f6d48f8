"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { Kbd } from "@/components/ui/kbd";
import { Brand } from "./brand";
import { ModKey } from "./mod-key";
import { NavList } from "./nav-list";
import { globalNavigation, projectNavigation } from "./navigation";
import { type ProjectRef, ProjectSwitcher } from "./project-switcher";
import { type ShellUser, UserMenu } from "./user-menu";

export type SidebarProps = {
  user: ShellUser;
  projects: readonly ProjectRef[];
  project: ProjectRef | undefined;
  isAdmin: boolean;
  onSearch: () => void;
  onShowShortcuts: () => void;
  onSignOut: () => void;
};

export function Sidebar({ user, projects, project, isAdmin, ...on }: SidebarProps) {
  return (
    <div className="flex h-full min-h-0 w-full flex-col gap-4 p-3">
      <div className="flex h-8 items-center px-1.5">
        <Link href="/" className="rounded-sm">
          <Brand />
        </Link>
      </div>
      <div className="grid gap-2">
        {project ? (
          <ProjectSwitcher projects={projects} project={project} isAdmin={isAdmin} />
        ) : null}
        <SearchButton onPress={on.onSearch} />
      </div>
      <div className="-mx-1 flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-1 py-0.5">
        {project ? (
          <NavList label="Project" items={projectNavigation(project.slug, project.permissions)} />
        ) : null}
        <NavList label="Everywhere" heading="Across projects" items={globalNavigation(isAdmin)} />
      </div>
      <UserMenu user={user} onSignOut={on.onSignOut} onShowShortcuts={on.onShowShortcuts} />
    </div>
  );
}

function SearchButton({ onPress }: { onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex h-9 w-full items-center gap-2.5 rounded-md px-2 text-muted-foreground text-sm transition-colors hover:bg-accent hover:text-foreground md:h-8"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 text-left">Search or go to…</span>
      <Kbd className="max-md:hidden">
        <ModKey />K
      </Kbd>
    </button>
  );
}
