"use client";

import { type ReactNode, useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useOpenCall } from "./use-open-call";

/**
 * What the drawer opens over. An open drawer takes the pointer from the body, by a style that each of thousands of
 * elements would inherit in one long task; its overlay lies above them anyway.
 */
export function BesideDrawer({ children }: { children: ReactNode }) {
  const { id } = useOpenCall();
  return (
    <div className={cn("contents", useLinger(id !== null) && "pointer-events-auto")}>
      {children}
    </div>
  );
}

/** Milliseconds until a drawer that was closed has slid away, and more. */
const slideMs = 500;

/** True with `on`, and until what it opened is gone. */
function useLinger(on: boolean): boolean {
  const [lingers, setLingers] = useState(on);
  useEffect(() => {
    if (on) return setLingers(true);
    const timer = setTimeout(() => setLingers(false), slideMs);
    return () => clearTimeout(timer);
  }, [on]);
  return on || lingers;
}
