"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import type { AuditFilter } from "@/server/audit/schema";

export type AuditEvent = Outputs["audit"]["list"]["items"][number];
export type Choices = Outputs["audit"]["choices"];

const paging = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  // The rows stay while another filter's are fetched.
  placeholderData: keepPreviousData,
};

/** The acts of a project, and what there is to filter them by. */
export function useProjectEvents(project: string, filter: AuditFilter) {
  const { audit } = useTRPC();
  const events = useInfiniteQuery(audit.list.infiniteQueryOptions({ project, ...filter }, paging));
  const choices = useQuery(audit.choices.queryOptions({ project }));
  return { events, choices: choices.data };
}

/** The same of the installation. */
export function useInstallationEvents(filter: AuditFilter) {
  const { audit } = useTRPC();
  const events = useInfiniteQuery(audit.installation.infiniteQueryOptions(filter, paging));
  const choices = useQuery(audit.installationChoices.queryOptions());
  return { events, choices: choices.data };
}

export type EventsQuery = ReturnType<typeof useProjectEvents>["events"];
