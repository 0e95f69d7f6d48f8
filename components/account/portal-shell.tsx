"use client";

import { useQueryClient } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { TimeZone } from "@/components/data/time-zone";
import { AppShell } from "@/components/shell/app-shell";
import type { ProjectRef } from "@/components/shell/project-switcher";
import type { ShellUser } from "@/components/shell/user-menu";
import { useCommands } from "./use-commands";
import { useLastProject } from "./use-last-project";

type PortalShellProps = {
  user: ShellUser;
  projects: readonly ProjectRef[];
  /** Where the person was last, for pages that lie in no project. */
  lastProject: ProjectRef | undefined;
  isAdmin: boolean;
  /** Null follows the browser. */
  timeZone: string | null;
  children: ReactNode;
};

export function PortalShell({ children, timeZone, lastProject, ...shell }: PortalShellProps) {
  const project = useLastProject(shell.projects, lastProject);
  const commands = useCommands(project?.slug);
  const leave = useSignOut();
  return (
    <AppShell {...shell} {...commands} currentProject={project} onSignOut={() => void leave()}>
      <TimeZone value={timeZone ?? undefined}>{children}</TimeZone>
    </AppShell>
  );
}

function useSignOut() {
  const queryClient = useQueryClient();
  return async () => {
    try {
      await signOut({ redirect: false });
    } catch {
      toast.error("You are still signed in: Gatehouse did not answer. Try again.");
      return;
    }
    queryClient.clear();
    // A whole new page, so that nothing of this person stays in memory.
    location.assign("/login");
  };
}
