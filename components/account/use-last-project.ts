"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { projectOf } from "@/components/shell/navigation";
import type { ProjectRef } from "@/components/shell/project-switcher";
import { rememberProject } from "./last-project";

/** The project of the page, or the one before it; kept for the next visit. */
export function useLastProject(projects: readonly ProjectRef[], before: ProjectRef | undefined) {
  const slug = projectOf(usePathname());
  const here = projects.find((project) => project.slug === slug);
  const [last, setLast] = useState(before);
  if (here && here.slug !== last?.slug) setLast(here);
  useEffect(() => {
    if (here) rememberProject(here.slug);
  }, [here]);
  return here ?? last ?? projects[0];
}
