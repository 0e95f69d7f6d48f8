"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CommandEntry } from "@/components/shell/command-menu";
import { useTRPC } from "@/components/trpc/client";

/**
 * What the command menu can create and find in a project, loaded whenever it is opened. It fetches rather than observes:
 * an observer above the page would make the page's own queries before the page's data arrives, and hide that data.
 */
export function useCommands(project: string | undefined) {
  const load = useLoad(project);
  const [commands, setCommands] = useState<CommandEntry[]>([]);
  const [commandsPending, setPending] = useState(false);
  const open = async () => {
    setPending(true);
    setCommands(await load());
    setPending(false);
  };
  return { commands, commandsPending, onCommandOpen: () => void open() };
}

function useLoad(project: string | undefined): () => Promise<CommandEntry[]> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    if (project === undefined) return [];
    const input = { project };
    const base = `/projects/${project}`;
    // What a person may not see is not offered; the page itself would say why.
    const [mine, servers, endpoints, roles] = await Promise.allSettled([
      queryClient.fetchQuery(trpc.projects.get.queryOptions(input)),
      queryClient.fetchQuery(trpc.servers.list.queryOptions(input)),
      queryClient.fetchQuery(trpc.endpoints.list.queryOptions(input)),
      queryClient.fetchQuery(trpc.roles.list.queryOptions(input)),
    ]);
    const may = mine.status === "fulfilled" ? mine.value.permissions : [];
    return [
      ...(may.includes("server.create") ? [create("Add server", `${base}/servers/new`)] : []),
      ...(may.includes("endpoint.create")
        ? [create("Create endpoint", `${base}/endpoints/new`)]
        : []),
      ...(may.includes("role.edit") ? [create("Create role", `${base}/roles/new`)] : []),
      ...(servers.status === "fulfilled" ? servers.value : []).map(({ slug, name, url }) => ({
        ...found("Servers", name, `${base}/servers/${slug}`),
        hint: hostOf(url),
      })),
      ...(endpoints.status === "fulfilled" ? endpoints.value : []).map(({ slug, name }) => ({
        ...found("Endpoints", name, `${base}/endpoints/${slug}`),
        keywords: [slug],
      })),
      ...(roles.status === "fulfilled" ? roles.value : []).map(({ key, name }) =>
        found("Roles", name, `${base}/roles/${key}`),
      ),
    ];
  };
}

function create(label: string, href: string): CommandEntry {
  return { id: href, group: "Create", label, href };
}

function found(group: string, label: string, href: string): CommandEntry {
  return { id: href, group, label, href };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
