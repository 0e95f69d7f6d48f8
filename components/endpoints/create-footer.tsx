import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type CreateFooterProps = { onBack?: (() => void) | undefined; children: ReactNode };

export function CreateFooter({ onBack, children }: CreateFooterProps) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 border-t pt-4">
      {onBack ? (
        <Button variant="ghost" className="mr-auto" onClick={onBack}>
          Back
        </Button>
      ) : null}
      {children}
    </div>
  );
}
