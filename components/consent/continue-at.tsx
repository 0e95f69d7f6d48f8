import { ArrowUpRight } from "lucide-react";
import type { Leaving } from "@/components/connections/use-sign-in";
import { Button } from "@/components/ui/button";

type ContinueAtProps = {
  ahead: Leaving;
  onLeave: (ahead: Leaving) => void;
  onCancel: () => void;
};

/** Where the browser goes next, before it goes there. */
export function ContinueAt({ ahead, onLeave, onCancel }: ContinueAtProps) {
  return (
    <div role="status" className="grid gap-2 rounded-lg border bg-muted p-3 text-sm">
      <p className="text-pretty">
        You sign in at <strong className="wrap-anywhere font-medium">{ahead.host}</strong> and come
        back here. Go on only if you expect this address.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onLeave(ahead)} autoFocus>
          Continue at {ahead.host}
          <ArrowUpRight aria-hidden="true" />
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
