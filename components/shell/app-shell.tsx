"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { type CommandEntry, CommandMenu } from "./command-menu";
import { MobileNav } from "./mobile-nav";
import {
  accountItem,
  globalNavigation,
  newProjectHref,
  projectNavigation,
  projectOf,
} from "./navigation";
import type { ProjectRef } from "./project-switcher";
import { ShortcutsDialog } from "./shortcuts-dialog";
import { Sidebar, type SidebarProps } from "./sidebar";
import { SkipLink } from "./skip-link";
import { useShortcuts } from "./use-shortcuts";
import type { ShellUser } from "./user-menu";

type AppShellProps = {
  user: ShellUser;
  projects: readonly ProjectRef[];
  /** Where the person was last; used on pages that lie in no project. */
  currentProject?: ProjectRef | undefined;
  isAdmin: boolean;
  /** What can be created and found, beside the places the shell knows itself. */
  commands?: readonly CommandEntry[] | undefined;
  commandsPending?: boolean | undefined;
  /** The moment to begin loading `commands`. */
  onCommandOpen?: (() => void) | undefined;
  onSignOut: () => void;
  children: ReactNode;
};

export function AppShell({ user, projects, isAdmin, onSignOut, children, ...rest }: AppShellProps) {
  const project = useProject(projects, rest.currentProject);
  const [dialog, setDialog] = useState<"command" | "help">();
  const openCommand = () => {
    rest.onCommandOpen?.();
    setDialog("command");
  };
  useShortcuts({
    onCommand: openCommand,
    onHelp: () => setDialog("help"),
    onGo: useGo(project),
  });
  const nav: SidebarProps = {
    user,
    projects,
    project,
    isAdmin,
    onSignOut,
    onSearch: openCommand,
    onShowShortcuts: () => setDialog("help"),
  };
  return (
    <div className="flex min-h-dvh max-md:flex-col">
      <SkipLink />
      <DesktopSidebar {...nav} />
      <MobileNav {...nav} />
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {children}
      </main>
      <CommandMenu
        open={dialog === "command"}
        onOpenChange={(open) => setDialog(open ? "command" : undefined)}
        entries={[
          ...goTo(project, isAdmin),
          ...(isAdmin ? [newProject] : []),
          ...(rest.commands ?? []),
        ]}
        pending={rest.commandsPending}
      />
      <ShortcutsDialog
        open={dialog === "help"}
        onOpenChange={(open) => setDialog(open ? "help" : undefined)}
      />
    </div>
  );
}

const newProject: CommandEntry = {
  id: newProjectHref,
  group: "Create",
  label: "New project",
  href: newProjectHref,
};

function DesktopSidebar(nav: SidebarProps) {
  return (
    <aside className="sticky top-0 flex h-dvh w-60 shrink-0 border-r bg-sidebar max-md:hidden">
      <Sidebar {...nav} />
    </aside>
  );
}

function useGo(project: ProjectRef | undefined) {
  const router = useRouter();
  return (key: string) => {
    const places = project ? projectNavigation(project.slug, project.permissions) : [];
    const place = places.find((item) => item.key?.toLowerCase() === key);
    if (place) router.push(place.href);
  };
}

function useProject(projects: readonly ProjectRef[], fallback: ProjectRef | undefined) {
  const slug = projectOf(usePathname());
  return projects.find((project) => project.slug === slug) ?? fallback ?? projects[0];
}

function goTo(project: ProjectRef | undefined, isAdmin: boolean): CommandEntry[] {
  const places = [
    ...(project ? projectNavigation(project.slug, project.permissions) : []),
    ...globalNavigation(isAdmin),
    accountItem,
  ];
  return places.map(({ href, label, key }) => ({
    id: href,
    group: "Go to",
    label,
    href,
    keys: key ? ["G", key] : undefined,
  }));
}
