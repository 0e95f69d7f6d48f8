"use client";

import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useProjectSlug } from "@/components/projects/use-permissions";
import type { CallFilterState } from "./use-call-filter";
import { type SavedView, useChangeView, type ViewsState } from "./use-views";
import { ViewDialog } from "./view-dialog";
import { ViewsDialog } from "./views-dialog";

type Shown =
  | { kind: "save" }
  | { kind: "manage" }
  | { kind: "edit"; view: SavedView }
  | { kind: "delete"; view: SavedView };

/** One dialog at a time; what was opened from the list of views leads back to it. */
export function useViewDialogs(views: ViewsState, state: CallFilterState) {
  const [shown, show] = useState<Shown | null>(null);
  const close = () => show(null);
  const back = () => show({ kind: "manage" });
  const dialogs = {
    save: () => <SaveView views={views} state={state} onClose={close} />,
    manage: () => (
      <ViewsDialog
        views={views}
        onEdit={(view) => show({ kind: "edit", view })}
        onDelete={(view) => show({ kind: "delete", view })}
        onClose={close}
      />
    ),
  };
  if (shown === null) return { show, dialog: null };
  if (shown.kind === "edit") return { show, dialog: <EditView view={shown.view} onClose={back} /> };
  if (shown.kind === "delete")
    return { show, dialog: <DeleteView views={views} view={shown.view} onClose={back} /> };
  return { show, dialog: dialogs[shown.kind]() };
}

type SaveViewProps = { views: ViewsState; state: CallFilterState; onClose: () => void };

function SaveView({ views, state, onClose }: SaveViewProps) {
  const project = useProjectSlug();
  const { create } = useChangeView();
  return (
    <ViewDialog
      title="Save as a view"
      description="Keeps the filters and the time of this page. “Last 7 days” stays the last seven days."
      submitLabel="Save view"
      draft={{ name: "", shared: false }}
      act={create}
      onClose={onClose}
      onSubmit={(draft) =>
        create.mutate(
          { project, ...state.filter, ...draft },
          {
            onSuccess: ({ id }) => {
              views.name(id);
              toast.success(`${draft.name} is saved`);
              onClose();
            },
          },
        )
      }
    />
  );
}

function EditView({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const project = useProjectSlug();
  const { update } = useChangeView();
  return (
    <ViewDialog
      title={`Change ${view.name}`}
      submitLabel="Save"
      draft={{ name: view.name, shared: view.sharedByName !== null }}
      act={update}
      onClose={onClose}
      onSubmit={(draft) =>
        update.mutate({ project, view: view.id, ...draft }, { onSuccess: onClose })
      }
    />
  );
}

type DeleteViewProps = { views: ViewsState; view: SavedView; onClose: () => void };

function DeleteView({ views, view, onClose }: DeleteViewProps) {
  const project = useProjectSlug();
  const { remove } = useChangeView();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${view.name}?`}
      consequence={
        <p>
          {view.sharedByName === null
            ? "The view is gone from your list."
            : "The view is gone from the list of everybody in the project."}{" "}
          No call is deleted.
        </p>
      }
      confirmLabel="Delete view"
      onConfirm={async () => {
        await remove.mutateAsync({ project, view: view.id });
        if (views.opened?.id === view.id) views.name(null);
      }}
    />
  );
}
