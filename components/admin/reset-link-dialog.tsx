"use client";

import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-line";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
} from "@/components/ui/dialog";
import type { ResetLink } from "./person-menu";

type ResetLinkDialogProps = { link: ResetLink; onClose: () => void };

export function ResetLinkDialog({ link, onClose }: ResetLinkDialogProps) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="A link to set a new password"
        // A stray click would lose what is shown once.
        onInteractOutside={(event) => event.preventDefault()}
      >
        <DialogBody>
          <p className="text-pretty text-sm">
            Pass it on to {link.email}, and to nobody else: whoever opens it sets the password.
          </p>
          <CopyLine value={link.url} label="Copy the link" />
          <p className="text-pretty text-muted-foreground text-sm">
            It works once, for 24 hours, and is not shown again. Until it is used the present
            password stays; then every session ends.
          </p>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
