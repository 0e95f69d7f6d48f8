"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import type { Outputs } from "@/components/trpc/outputs";
import { isSameFilter } from "./call-filter-params";
import type { CallFilterState } from "./use-call-filter";

export type SavedView = Outputs["views"]["list"][number];

/** The views there are, and the one that was opened: its id stands in the address beside its filter. */
export function useViews(state: CallFilterState) {
  const { views } = useTRPC();
  const project = useProjectSlug();
  const query = useQuery(views.list.queryOptions({ project }));
  const [id, setId] = useQueryState("view", parseAsString);
  const all = query.data ?? [];
  const opened = all.find((view) => view.id === id) ?? null;
  return {
    query,
    own: all.filter(({ sharedByName }) => sharedByName === null),
    shared: all.filter(({ sharedByName }) => sharedByName !== null),
    opened,
    /** Whether the page asks for something else by now. */
    isChanged: opened !== null && !isSameFilter(opened.filter, state.filter),
    open: (view: SavedView) => {
      void setId(view.id, { history: "push" });
      state.show(view.filter);
    },
    /** What the page shows is this view, or none. */
    name: (view: string | null) => void setId(view),
  };
}

export type ViewsState = ReturnType<typeof useViews>;

/** The ways to change a view; each asks for the list again. */
export function useChangeView() {
  const { views } = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(views.list.pathFilter());
  return {
    create: useMutation(views.create.mutationOptions({ onSettled })),
    update: useMutation(views.update.mutationOptions({ onSettled })),
    setFilter: useMutation(views.setFilter.mutationOptions({ onSettled })),
    remove: useMutation(views.delete.mutationOptions({ onSettled })),
  };
}
