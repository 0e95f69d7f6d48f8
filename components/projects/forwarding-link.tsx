"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Section } from "@/components/ui/section";
import { usePermissions, useProjectSlug } from "./use-permissions";

/** Shown to those who may see where calls go. */
export function ForwardingLink() {
  const project = useProjectSlug();
  const { can } = usePermissions();
  if (!can("activity.forward")) return null;
  return (
    <Section
      title="Forwarding"
      description="The record of calls, sent on to a SIEM or another system."
    >
      <Link
        href={`/projects/${project}/settings/forwarding`}
        className="flex items-center justify-between gap-3 rounded-lg border bg-card px-3 py-2.5 text-sm hover:bg-muted"
      >
        Destinations
        <ChevronRight aria-hidden="true" className="size-4 text-muted-foreground" />
      </Link>
    </Section>
  );
}
