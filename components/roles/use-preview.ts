"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import type { Role } from "./types";
import { useDraftRules } from "./use-draft-rules";

type Asked = { role: Role | null; person: string | null };

/** What the role would let the person do: of the form for who may change roles, else of what is saved. */
export function usePreview({ role, person }: Asked) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const project = useProjectSlug();
  const drafts = usePermissions().can("role.edit");
  const { rules, unfinished } = useDraftRules();
  const key = role?.key ?? null;
  const draft = useQuery({
    queryKey: [["roles", "tryRules"], { project, role: key, person, rules }],
    queryFn: () => client.roles.tryRules.mutate({ project, role: key, person, rules }),
    placeholderData: keepPreviousData,
    enabled: drafts,
  });
  const saved = useQuery(
    trpc.roles.preview.queryOptions(
      { project, role: key ?? "", person },
      { enabled: !drafts && key !== null, placeholderData: keepPreviousData },
    ),
  );
  return { query: drafts ? draft : saved, unfinished: drafts ? unfinished : 0 };
}

/** The same for a name that no endpoint need have; asked only when there is one. */
export function useTriedName({ role, person }: Asked, name: string) {
  const client = useTRPCClient();
  const project = useProjectSlug();
  const { rules } = useDraftRules();
  const key = role?.key ?? null;
  return useQuery({
    queryKey: [["roles", "tryName"], { project, role: key, person, rules, name }],
    queryFn: () => client.roles.tryName.mutate({ project, role: key, person, rules, name }),
    placeholderData: (before) => (name === "" ? undefined : before),
    enabled: name !== "",
  });
}
