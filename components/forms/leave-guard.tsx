"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";

/** While active: leaving by a link asks first, closing the tab makes the browser ask. */
export function LeaveGuard({ active }: { active: boolean }) {
  const router = useRouter();
  const [target, setTarget] = useState<string>();
  useEffect(() => (active ? guard(setTarget) : undefined), [active]);
  return (
    <Dialog open={target !== undefined} onOpenChange={() => setTarget(undefined)}>
      <DialogContent
        title="Leave without saving?"
        description="Your changes on this page will be lost."
        size="sm"
      >
        <DialogFooter className="mt-4">
          <DialogClose asChild>
            <Button variant="secondary">Stay</Button>
          </DialogClose>
          <Button variant="danger" onClick={() => target && router.push(target)}>
            Leave
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function guard(onLeave: (href: string) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
  // Capture: Next's own handler navigates in the bubbling phase.
  addEventListener(
    "click",
    (event) => {
      const href = leavingHref(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      onLeave(href);
    },
    { signal, capture: true },
  );
  return () => listening.abort();
}

/** The address a click would lead to inside this app; undefined for new tabs, other sites and this page itself. */
function leavingHref(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target === "_blank" || link.origin !== location.origin) return;
  if (link.pathname === location.pathname) return;
  return link.pathname + link.search + link.hash;
}
