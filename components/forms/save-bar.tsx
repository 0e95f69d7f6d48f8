"use client";

import { Button } from "@/components/ui/button";
import { LeaveGuard } from "./leave-guard";

type SaveBarProps = {
  dirty: boolean;
  pending?: boolean | undefined;
  onDiscard: () => void;
  /** Needed only when the bar stands outside its form. */
  formId?: string | undefined;
};

/** Appears only when there is something to save, and asks before the person walks away from it. */
export function SaveBar({ dirty, pending, onDiscard, formId }: SaveBarProps) {
  if (!dirty) return null;
  return (
    <div className="sticky bottom-4 z-30 flex animate-pop-in items-center gap-2 rounded-lg bg-popover py-2 pr-2 pl-4 shadow-floating">
      <p role="status" className="min-w-0 flex-1 truncate text-sm">
        Unsaved changes
      </p>
      <Button variant="ghost" size="sm" onClick={onDiscard} disabled={pending}>
        Discard
      </Button>
      <Button type="submit" size="sm" pending={pending} {...(formId ? { form: formId } : {})}>
        Save changes
      </Button>
      <LeaveGuard active={!pending} />
    </div>
  );
}
