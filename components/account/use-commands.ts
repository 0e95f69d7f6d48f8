"use client";

import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import type { CommandEntry } from "@/components/shell/command-menu";
import { useTRPC } from "@/components/trpc/client";

/** What the command menu can create and find in a project; loaded when it is first opened. */
export function useCommands(project: string | undefined) {
  const trpc = useTRPC();
  const [opened, setOpened] = useState(false);
  const input = { project: project ?? "" };
  const options = { enabled: opened && project !== undefined };
  const [mine, servers, endpoints] = useQueries({
    queries: [
      trpc.projects.get.queryOptions(input, options),
      trpc.servers.list.queryOptions(input, options),
      trpc.endpoints.list.queryOptions(input, options),
    ],
  });
  const base = `/projects/${project}`;
  const may = mine.data?.permissions ?? [];
  const commands: CommandEntry[] = [
    ...(may.includes("server.create") ? [create("Add server", `${base}/servers/new`)] : []),
    ...(may.includes("endpoint.create")
      ? [create("Create endpoint", `${base}/endpoints/new`)]
      : []),
    ...(servers.data ?? []).map(({ slug, name, url }) => ({
      ...found("Servers", name, `${base}/servers/${slug}`),
      hint: hostOf(url),
    })),
    ...(endpoints.data ?? []).map(({ slug, name }) => ({
      ...found("Endpoints", name, `${base}/endpoints/${slug}`),
      keywords: [slug],
    })),
  ];
  return {
    commands,
    commandsPending: servers.isFetching || endpoints.isFetching,
    onCommandOpen: () => setOpened(true),
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
