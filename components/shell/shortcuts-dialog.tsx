"use client";

import type { ReactNode } from "react";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { ModKey } from "./mod-key";

type Shortcut = { what: string; keys: readonly ReactNode[] };

const shortcuts: readonly Shortcut[] = [
  {
    what: "Search or go to…",
    keys: [
      <span key="k">
        <ModKey />K
      </span>,
    ],
  },
  { what: "Go to overview", keys: ["G", "O"] },
  { what: "Go to servers", keys: ["G", "S"] },
  { what: "Go to endpoints", keys: ["G", "E"] },
  { what: "Go to activity", keys: ["G", "A"] },
  { what: "Filter this page", keys: ["/"] },
  { what: "Create", keys: ["C"] },
  { what: "Next or previous row in a drawer", keys: ["J", "K"] },
  { what: "Close", keys: ["Esc"] },
  { what: "This help", keys: ["?"] },
];

type ShortcutsDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts" size="sm">
        <DialogBody>
          <dl className="divide-y text-sm">
            {shortcuts.map(({ what, keys }) => (
              <div key={what} className="flex min-h-9 items-center justify-between gap-4">
                <dt className="text-muted-foreground">{what}</dt>
                <dd className="flex gap-1">
                  {keys.map((key, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
                    <Kbd key={index}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
