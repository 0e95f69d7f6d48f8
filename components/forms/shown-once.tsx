"use client";

import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
} from "@/components/ui/dialog";

type ShownOnceProps = {
  title: string;
  /** What it is: "Token". */
  label: string;
  secret: string;
  children?: ReactNode;
  onClose: () => void;
};

/** The one time a secret is seen. */
export function ShownOnce({ title, label, secret, children, onClose }: ShownOnceProps) {
  const copy = `Copy ${label.toLowerCase()}`;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title={title}
        // A stray click or key would lose what is shown once.
        onInteractOutside={(event) => event.preventDefault()}
        onEscapeKeyDown={(event) => event.preventDefault()}
      >
        <DialogBody>
          <Banner tone="warning">Copy it now: nobody can show it to you again.</Banner>
          <CodeBlock label={label} code={secret} wrap />
          {children}
        </DialogBody>
        <DialogFooter>
          <CopyButton value={secret} variant="secondary" label={copy}>
            {copy}
          </CopyButton>
          <DialogClose asChild>
            <Button>I have stored it</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
