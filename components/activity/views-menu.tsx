"use client";

import { Bookmark, BookmarkPlus, RefreshCw, Settings2 } from "lucide-react";
import { toast } from "sonner";
import { usePermissions, useProjectSlug } from "@/components/projects/use-permissions";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { CallFilterState } from "./use-call-filter";
import { type SavedView, useChangeView, useViews, type ViewsState } from "./use-views";
import { useViewDialogs } from "./view-dialogs";

/** Filters kept under a name: opened here, and what the page shows now is kept here. */
export function ViewsMenu({ state }: { state: CallFilterState }) {
  const views = useViews(state);
  const { opened, own, shared } = views;
  const { show, dialog } = useViewDialogs(views, state);
  const open = (id: string) => {
    const view = [...own, ...shared].find((one) => one.id === id);
    if (view) views.open(view);
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="secondary" className="min-w-0 max-w-56">
            <Bookmark aria-hidden="true" />
            {opened ? <span className="sr-only">View: </span> : null}
            <span className="truncate">{opened ? opened.name : "Views"}</span>
            {views.isChanged ? (
              <span className="text-muted-foreground text-xs">changed</span>
            ) : null}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="w-72">
          <DropdownMenuRadioGroup value={opened?.id ?? ""} onValueChange={open}>
            <Group label="Mine" views={own} />
            <Group label="Shared with the project" views={shared} />
          </DropdownMenuRadioGroup>
          {own.length + shared.length === 0 ? <NoViews views={views} /> : null}
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => show({ kind: "save" })}>
            <BookmarkPlus aria-hidden="true" />
            Save this filter as a view…
          </DropdownMenuItem>
          {opened && views.isChanged ? <Update view={opened} state={state} /> : null}
          {own.length + shared.length > 0 ? (
            <DropdownMenuItem onSelect={() => show({ kind: "manage" })}>
              <Settings2 aria-hidden="true" />
              Manage views…
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {dialog}
    </>
  );
}

function Group({ label, views }: { label: string; views: readonly SavedView[] }) {
  if (views.length === 0) return null;
  return (
    <>
      <DropdownMenuLabel>{label}</DropdownMenuLabel>
      {views.map(({ id, name }) => (
        <DropdownMenuRadioItem key={id} value={id}>
          <span className="truncate">{name}</span>
        </DropdownMenuRadioItem>
      ))}
    </>
  );
}

function NoViews({ views: { query } }: { views: ViewsState }) {
  if (query.error)
    return <p className="px-2 py-1.5 text-muted-foreground text-sm">{messageOf(query.error)}</p>;
  if (!query.data) return <p className="px-2 py-1.5 text-muted-foreground text-sm">Loading…</p>;
  return (
    <div className="grid gap-0.5 px-2 py-1.5 text-sm">
      <p className="font-medium">No views yet</p>
      <p className="text-pretty text-muted-foreground">
        A view keeps the filter of this page under a name, for you or for the whole project.
      </p>
    </div>
  );
}

function Update({ view, state }: { view: SavedView; state: CallFilterState }) {
  const project = useProjectSlug();
  const { can } = usePermissions();
  const { setFilter } = useChangeView();
  if (view.sharedByName !== null && !can("project.edit")) return null;
  const update = () =>
    setFilter.mutate(
      { project, view: view.id, ...state.filter },
      {
        onSuccess: () => void toast.success(`${view.name} has the new filter`),
        onError: (error) => void toast.error(messageOf(error)),
      },
    );
  return (
    <DropdownMenuItem onSelect={update}>
      <RefreshCw aria-hidden="true" />
      <span className="truncate">Update “{view.name}” to this filter</span>
    </DropdownMenuItem>
  );
}
