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
import { addCommand } from "./machine-snippets";
import type { ServiceAccount } from "./types";

type TokenShownProps = { token: string; account: ServiceAccount; onClose: () => void };

/** The one time a token is seen: it is kept as a hash only. */
export function TokenShown({ token, account, onClose }: TokenShownProps) {
  const [endpoint] = account.endpoints;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="The token"
        // A stray click or key would lose what is shown once.
        onInteractOutside={(event) => event.preventDefault()}
        onEscapeKeyDown={(event) => event.preventDefault()}
      >
        <DialogBody>
          <Banner tone="warning">Copy it now: nobody can show it to you again.</Banner>
          <CodeBlock label="Token" code={token} wrap />
          {endpoint ? (
            <CodeBlock
              label={`Connect Claude Code to ${endpoint.name}`}
              code={addCommand(endpoint, token)}
              wrap
            />
          ) : null}
        </DialogBody>
        <DialogFooter>
          <CopyButton value={token} variant="secondary" label="Copy token">
            Copy token
          </CopyButton>
          <DialogClose asChild>
            <Button>I have stored it</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
