"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
} from "@/components/ui/dialog";
import { LinkList } from "./link-list";
import type { InvitationLink } from "./types";

type LinksDialogProps = {
  links: readonly InvitationLink[];
  /** Addresses that needed none. */
  members?: readonly string[] | undefined;
  onClose: () => void;
};

export function LinksDialog({ links, members, onClose }: LinksDialogProps) {
  const title = links.length === 1 ? "The invitation link" : "The invitation links";
  const all = links.map(({ email, url }) => `${email} ${url}`).join("\n");
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title={links.length === 0 ? "Nobody to invite" : title}
        // A stray click would lose what is shown once.
        onInteractOutside={(event) => event.preventDefault()}
      >
        <DialogBody>
          <LinkList links={links} members={members} />
        </DialogBody>
        <DialogFooter>
          {links.length > 1 ? (
            <CopyButton value={all} variant="secondary" label="Copy all links">
              Copy all
            </CopyButton>
          ) : null}
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
