"use client";

import type { LucideIcon } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

type CopyActionProps = {
  label: string;
  icon: LucideIcon;
  /** Made when it is asked for. */
  text: () => string;
};

export function CopyAction({ label, icon: Icon, text }: CopyActionProps) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      toast.success("Copied");
    } catch {
      toast.error("The browser did not allow copying.");
    }
  };
  return (
    <Tooltip content={label}>
      <Button variant="ghost" size="icon-sm" aria-label={label} onClick={() => void copy()}>
        <Icon aria-hidden="true" />
      </Button>
    </Tooltip>
  );
}
