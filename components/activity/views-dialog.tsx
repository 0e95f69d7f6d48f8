"use client";

import { Pencil, Trash2 } from "lucide-react";
import { usePermissions } from "@/components/projects/use-permissions";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Item, ItemGroup } from "@/components/ui/item";
import { filterSentence } from "./filter-sentence";
import type { SavedView, ViewsState } from "./use-views";

type ViewsDialogProps = {
  views: ViewsState;
  onEdit: (view: SavedView) => void;
  onDelete: (view: SavedView) => void;
  onClose: () => void;
};

/** Every view one sees, with what one may do about it. */
export function ViewsDialog({
  views: { own, shared },
  onEdit,
  onDelete,
  onClose,
}: ViewsDialogProps) {
  const all = [...own, ...shared];
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title="Views" description="Your own, and those shared with the project.">
        <DialogBody>
          {all.length === 0 ? (
            <p className="text-muted-foreground text-sm">There are no views any more.</p>
          ) : (
            <ItemGroup>
              {all.map((view) => (
                <ViewItem key={view.id} view={view} onEdit={onEdit} onDelete={onDelete} />
              ))}
            </ItemGroup>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

type ViewItemProps = Pick<ViewsDialogProps, "onEdit" | "onDelete"> & { view: SavedView };

function ViewItem({ view, onEdit, onDelete }: ViewItemProps) {
  const { reason } = usePermissions();
  const { name, sharedByName, filter } = view;
  const isShared = sharedByName !== null;
  const shared = { disabledReason: isShared ? reason("project.edit") : undefined };
  return (
    <Item
      title={
        <>
          <span className="min-w-0 break-words">{name}</span>
          {isShared ? <Badge>Shared by {sharedByName}</Badge> : null}
        </>
      }
      description={filterSentence(filter)}
      actions={
        <>
          <Button
            {...shared}
            variant="ghost"
            size="icon-sm"
            aria-label={`Change ${name}`}
            onClick={() => onEdit(view)}
          >
            <Pencil aria-hidden="true" />
          </Button>
          <Button
            {...shared}
            variant="ghost"
            size="icon-sm"
            aria-label={`Delete ${name}`}
            onClick={() => onDelete(view)}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </>
      }
    />
  );
}
