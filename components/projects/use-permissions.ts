"use client";

import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTRPC } from "@/components/trpc/client";

/** The project of this page, from its address. */
export function useProjectSlug(): string {
  const { project } = useParams<{ project: string }>();
  return project;
}

/** The project of this page; loaded by its layout, so it is there from the first paint. */
export function useProject() {
  const trpc = useTRPC();
  return useQuery(trpc.projects.get.queryOptions({ project: useProjectSlug() }));
}

type Known = NonNullable<ReturnType<typeof useProject>["data"]>;
export type Permission = Known["permissions"][number];

/**
 * What the person may do here. `can("server.edit")` decides whether to show; `reason("server.edit")` is the
 * `disabledReason` of an action one can see but not do, undefined when allowed.
 */
export function usePermissions() {
  const { data } = useProject();
  /** A fact, not an absence of data: for a page that would refuse. */
  const denied = (permission: Permission) => data !== undefined && !can(permission);
  const can = (permission: Permission) => data?.permissions.includes(permission) ?? false;
  const reason = (permission: Permission): string | undefined => {
    if (!data || can(permission)) return undefined;
    const denial = data.denied.find((one) => one.permission === permission);
    const whom = new Intl.ListFormat("en", { type: "disjunction" }).format(data.administrators);
    return `${denial?.sentence ?? "Not allowed"}.${whom ? ` ${whom} can grant it.` : ""}`;
  };
  return { can, denied, reason };
}
