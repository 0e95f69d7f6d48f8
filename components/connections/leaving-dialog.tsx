import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { Leaving } from "./use-sign-in";

type LeavingDialogProps = {
  ahead: Leaving | undefined;
  onLeave: (ahead: Leaving) => void;
  onClose: () => void;
};

/** Where the browser goes next, before it goes there. */
export function LeavingDialog({ ahead, onLeave, onClose }: LeavingDialogProps) {
  return (
    <Dialog open={ahead !== undefined} onOpenChange={onClose}>
      <DialogContent
        size="sm"
        title={`Continue at ${ahead?.host}`}
        description="You sign in there and come back here. Go on only if you expect this address."
      >
        <DialogFooter className="mt-4">
          <DialogClose asChild>
            <Button variant="secondary">Cancel</Button>
          </DialogClose>
          <Button onClick={() => ahead && onLeave(ahead)}>Continue</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
