"use client";

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

type SecretShownProps = { secret: string; onClose: () => void };

/** The one time a signing secret is seen: it is kept encrypted and never shown again. */
export function SecretShown({ secret, onClose }: SecretShownProps) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="The signing secret"
        // A stray click or key would lose what is shown once.
        onInteractOutside={(event) => event.preventDefault()}
        onEscapeKeyDown={(event) => event.preventDefault()}
      >
        <DialogBody>
          <Banner tone="warning">Copy it now: nobody can show it to you again.</Banner>
          <CodeBlock label="Signing secret" code={secret} wrap />
          <p className="text-muted-foreground text-sm">
            Your receiver verifies each delivery with it, as Standard Webhooks describes.
          </p>
        </DialogBody>
        <DialogFooter>
          <CopyButton value={secret} variant="secondary" label="Copy secret">
            Copy secret
          </CopyButton>
          <DialogClose asChild>
            <Button>I have stored it</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
